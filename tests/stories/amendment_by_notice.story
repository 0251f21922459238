# A new version binds by notice when the window for objecting is over, by the clause that says so.
INIT mintt-demo
START server
SHELL cp {agreements}/mintt.yaml {agreements}/mintt-demo.yaml {agreements}/mintt-care.schema.yaml .
# Without the parties' agreement on which of two clauses holds, the stricter one does.
SHELL sed -i '/^# One clause lets/,/^  - {term: amendment.rule/d' mintt-demo.yaml
RUN as=operator mandat agreement activate mintt-demo --form mintt.yaml --agreement mintt-demo.yaml --schema mintt-care.schema.yaml
exit 0
SHELL sed -i 's/^version: 1$/version: 2/' mintt-demo.yaml
RUN as=operator mandat agreement propose mintt-demo --form mintt.yaml --agreement mintt-demo.yaml --schema mintt-care.schema.yaml
exit 0
RUN as=operator mandat agreement sign mintt-demo 2 --party processor --how signature --signer "Alan Example" --on 2026-01-02
exit 0

POST /v1/agreements/mintt-demo/versions/2/activate as=operator
  {}
status 403
header Mandat-Clause == mintt-demo@1#17.2
body has no notice was received
POST /v1/agreements/mintt-demo/versions/2/activate as=operator
  {"notice-received":"2099-01-02T09:00:00Z"}
status 403
body has at the earliest
POST /v1/agreements/mintt-demo/versions/2/activate as=operator
  {"notice-received":"2026-01-02T09:00:00Z","objected":"2026-01-20T09:00:00Z"}
status 403
body has objected in time
GET /v1/agreements/mintt-demo as=auditor
json version == 1

POST /v1/agreements/mintt-demo/versions/2/activate as=operator
  {"notice-received":"2026-01-02T09:00:00Z"}
status 200
GET /v1/agreements/mintt-demo/life as=mintt-demo-controller
json version == 2
body has "by-rule":"17.2"
VERIFY journal mintt-demo entries >= 4
