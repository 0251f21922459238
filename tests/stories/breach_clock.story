# A breach became known two hours ago: what is owed by the form, why, and what becomes of it.
# Covers: GDPR Art. 33(2).
INIT opinum-demo
START server
ACTIVATE opinum-demo

SHELL date -u -d '2 hours ago' +%Y-%m-%dT%H:%M:%SZ >aware
SHELL date -u -d "@$(( $(date -d "$(cat aware)" +%s) + 24 * 3600 ))" +%Y-%m-%dT%H:%M:%SZ >due
SHELL MANDAT_TOKEN_FILE={dir}/tokens/opinum-demo-application.token mandat docket record -a opinum-demo breach awareness case-7 --at "$(cat aware)" --how telephone
output has entered
output has breach.notice
SHELL MANDAT_TOKEN_FILE={dir}/tokens/operator.token mandat --json docket list -a opinum-demo --before "$(cat due | sed s/Z/.000001Z/)" --limit 100 >duties.json
SHELL python3 -c 'import json; d = [x for x in json.load(open("duties.json"))["items"] if x.get("path") == "breach.notice"][0]; assert d["due"] == open("due").read().strip(), d; open("number", "w").write(str(d["id"]))'
SAVE notice file number

# The controller sees it too, and why it is due when it is.
GET /v1/agreements/opinum-demo/duties/{notice}?language=fr as=opinum-demo-controller
status 200
json period == "24 hours"
json clause == "[6]"
json law == "GDPR Art. 33(2)"
json overdue == false
body has à temps jusqu
RUN as=auditor mandat docket show -a opinum-demo {notice} --language en
exit 0
output has open-duty
output has why

# Nobody lengthens what holds in any event, and a clock stops for a reason only.
POST /v1/agreements/opinum-demo/duties/{notice}/extend as=operator
  {"more":"2 hours","reason":"many systems","basis":"[6]"}
status 403
header Mandat-Clause == opinum-demo@1#[6]
POST /v1/agreements/opinum-demo/duties/{notice}/pause as=operator
  {}
status 400
POST /v1/agreements/opinum-demo/duties/{notice}/meet as=opinum-demo-controller
  {}
status 403

POST /v1/agreements/opinum-demo/duties/{notice}/meet as=opinum-demo-application
  {"reason":"told by telephone","by":"desk-2"}
status 200
json state == "met"
POST /v1/agreements/opinum-demo/duties/{notice}/pause as=operator
  {"reason":"asked which systems are meant"}
status 409
body has met already

# All of it is there after a crash.
KILL server
START server
RUN as=operator mandat docket show -a opinum-demo {notice}
exit 0
output has meet-duty
output has told by telephone
output lacks pause-duty
RUN as=operator mandat docket list -a opinum-demo --limit 100
output lacks breach.notice
VERIFY journal opinum-demo entries >= 3
