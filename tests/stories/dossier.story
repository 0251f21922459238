# Dossiers of each kind are made from a server, verified without it, and hold nothing of others.
INIT opinum-demo mintt-demo
START server
ACTIVATE opinum-demo
ACTIVATE mintt-demo
STORE ada
STORE ben
GET /v1/agreements/opinum-demo/collections/sites/records as=opinum-demo-application purpose=data-hub
status 200
SAVE both header Mandat-Entry
GET /v1/agreements/opinum-demo/collections/sites/records/{ada-site} as=opinum-demo-application purpose=marketing
status 403
GET /v1/agreements/opinum-demo/entries/{both} as=auditor
SAVE actor json actor

# One person: every entry, and one leaf of each. It goes on where it was interrupted.
STOP server
RUN as=opinum-demo-controller mandat dossier make -a opinum-demo --subject {ada} --out ada
exit 6
START server
RUN as=opinum-demo-controller mandat dossier make -a opinum-demo --subject {ada} --out ada
exit 0
output has dossier: verified
output has is disclosed as that person's
RUN as=opinum-demo-controller mandat dossier make -a opinum-demo --subject {ada} --out ada
exit 8
RUN as=opinum-demo-controller mandat dossier make -a opinum-demo --subject {ben} --out ben
exit 0
SHELL mandat-verify dossier ada --key "$(cat ada/vkey)"
SHELL test -f ada/disclosures/{both}.txt
SHELL test -f ben/disclosures/{both}.txt

# Nothing of the other: neither ids nor leaves, and nothing of another agreement.
SHELL ! grep -r -e {ben} -e {ben-site} -e mintt ada
SHELL for tag in $(sed -n 's/^tag: //p' ben/disclosures/*.txt); do if grep -rq $tag ada; then exit 1; fi; done
SHELL test $(sed -n 's/^tag: //p' ben/disclosures/*.txt | wc -l) -ge 3

# Flip one bit of a file of each kind: none is taken for whole.
SHELL for f in checkpoint vkey manifest.json index.html README.txt entries/{both}.cbor entries/{both}.tlog-proof agreement/1.form.yaml agreement/1.agreement.yaml agreement/1.schema.yaml agreement/1.canonical agreement/1.proposal disclosures/{both}.txt; do rm -rf flipped; cp -r ada flipped; python3 -B {source}/tests/stories/flip.py flipped/$f; if mandat-verify dossier flipped --key "$(cat ada/vkey)"; then exit 1; fi; done
SHELL rm -rf flipped && cp -r ada flipped && rm flipped/disclosures/{both}.txt
SHELL ! mandat-verify dossier flipped --key "$(cat ada/vkey)"

# Whom a reader believes: this log, and then also a witness that has seen nothing.
SHELL printf 'log %s\nquorum none\n' "$(cat ada/vkey)" >policy
SHELL printf 'log %s\nwitness w %s\nquorum w\n' "$(cat ada/vkey)" "$(cat {source}/tests/vectors/golden/witness_vkey.txt)" >witnessed
RUN as=auditor mandat journal verify -a opinum-demo --policy policy
exit 0
RUN as=auditor mandat journal verify -a opinum-demo --policy witnessed
exit 7
output has quorum w is not met
SHELL mandat-verify dossier ada --policy policy
SHELL ! mandat-verify dossier ada --policy witnessed

# An incident: what one credential did, and how much of what, without the people's ids.
RUN as=operator mandat dossier make -a opinum-demo --incident {actor} 2020-01-01T00:00:00Z 2100-01-01T00:00:00Z --out incident
exit 0
output has every entry is by that actor
SHELL ! grep -r -e {ada} -e {ben} incident
SHELL grep -q '"people":2' incident/scope.json

# An erasure with its certificate; who was erased has no dossier any more, and the other's says so.
POST /v1/agreements/opinum-demo/subjects/{ben}/erase as=opinum-demo-controller instruction=2026-014
status 200
SAVE erasure header Mandat-Entry
RUN as=opinum-demo-controller mandat dossier make -a opinum-demo --subject {ben} --out gone
exit 5
RUN as=opinum-demo-controller mandat dossier make -a opinum-demo --subject {ada} --out later
exit 0
output has somebody else behind them was erased
SHELL test ! -e later/disclosures/{both}.txt
SHELL date -u +%FT%TZ >now
SAVE now file now
RUN as=auditor mandat dossier make -a opinum-demo --period 2020-01-01T00:00:00Z {now} --out period
exit 0
output has without a gap

# An audit, with a version that is proposed and not in force: the journal has the hash of its texts.
SHELL sed 's/^version: 1$/version: 2/' {agreements}/opinum-demo.yaml >second.yaml
RUN as=operator mandat agreement propose opinum-demo --form {agreements}/opinum.yaml --agreement second.yaml --schema {agreements}/opinum-data-hub.schema.yaml
exit 0
RUN as=auditor mandat dossier make -a opinum-demo --audit 2020-01-01T00:00:00Z 2100-01-01T00:00:00Z --out audit
exit 0
output has are signed by the key and say what their entries say
output has version 2: the texts are those that entry
SHELL cmp audit/agreement/2.agreement.yaml second.yaml
SHELL test -s audit/certificates/{erasure}.txt && test -s audit/told/life.json
SHELL python3 -B {source}/tests/stories/flip.py audit/certificates/{erasure}.txt
SHELL ! mandat-verify dossier audit --key "$(cat ada/vkey)"
SHELL python3 -B {source}/tests/stories/flip.py audit/certificates/{erasure}.txt
RUN mandat dossier verify audit --key ada/vkey
exit 0

# The end of the agreement.
RUN as=auditor mandat dossier make -a opinum-demo --closing --out closing
exit 8
output has the agreement has not ended
RUN as=auditor mandat dossier make -a opinum-demo --subject {ada} --out forbidden
exit 3
RUN as=auditor mandat dossier make -a opinum-demo --closing --period 2020-01-01T00:00:00Z {now} --out two
exit 2
POST /v1/agreements/opinum-demo/end as=operator
  {"by":"letter 2026-09"}
status 200
SHELL rm -r closing
RUN as=auditor mandat dossier make -a opinum-demo --closing --out closing
exit 0
output has the agreement ended in entry
