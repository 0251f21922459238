# A new version binds by the rule of the agreement in force: here by consent alone, since the
# contract does not say how it is amended.
INIT opinum-demo
START server
ACTIVATE opinum-demo
STORE ada
SHELL cp {agreements}/opinum.yaml {agreements}/opinum-demo.yaml {agreements}/opinum-data-hub.schema.yaml .
SHELL sed -i 's/^version: 1$/version: 2/' opinum-demo.yaml

RUN as=operator mandat agreement propose opinum-demo --form opinum.yaml --agreement opinum-demo.yaml --schema opinum-data-hub.schema.yaml
exit 0
output has draft
POST /v1/agreements/opinum-demo/versions/2/activate as=operator
  {}
status 409
body has processor has not accepted
POST /v1/agreements/opinum-demo/versions/2/signatures as=operator
  {"party":"processor","how":"paper","signer":"Grace Example","on":"2026-01-10"}
status 200

# Notice alone does not do.
POST /v1/agreements/opinum-demo/versions/2/activate as=operator
  {"notice-received":"2026-01-10T09:00:00Z"}
status 403
body has consent is needed
GET /v1/agreements/opinum-demo as=auditor
json version == 1

# The controller signs over the hash of the version.
SHELL openssl genpkey -algorithm ed25519 -out key.pem
SHELL openssl pkey -in key.pem -pubout -outform DER | tail -c 32 > public.key
RUN as=opinum-demo-controller mandat agreement sign opinum-demo 2 --party controller --message
exit 0
output has mandat acceptance v1
SHELL MANDAT_SERVER={server} MANDAT_TOKEN_FILE={dir}/tokens/auditor.token {bin}/mandat agreement sign opinum-demo 2 --party controller --message > message
SHELL openssl pkeyutl -sign -inkey key.pem -rawin -in message -out signature
# As the other party, or in the name of the other party by the controller's token: refused.
RUN as=operator mandat agreement sign opinum-demo 2 --party processor --key public.key --signature signature
exit 2
RUN as=opinum-demo-controller mandat agreement sign opinum-demo 2 --party processor --key public.key --signature signature
exit 3
RUN as=opinum-demo-controller mandat agreement sign opinum-demo 2 --party controller --key public.key --signature signature
exit 0
POST /v1/agreements/opinum-demo/versions/2/activate as=operator
  {}
status 200
GET /v1/agreements/opinum-demo as=auditor
json version == 2
INTACT ada
GET /v1/agreements/opinum-demo/life as=opinum-demo-controller
status 200
body has "how":"ed25519"
body has "state":"superseded"
VERIFY journal opinum-demo entries >= 6
