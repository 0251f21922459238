# A controller stops all processing; the refusal names the clause, and resuming allows again.
INIT opinum-demo
START server
ACTIVATE opinum-demo
STORE ada

# Another role may not, and the controller may not do it in the processor's name.
POST /v1/agreements/opinum-demo/suspensions as=opinum-demo-application
  {"id":"audit-finding"}
status 403
POST /v1/agreements/opinum-demo/suspensions as=opinum-demo-controller
  {"id":"audit-finding","party":"processor"}
status 403

POST /v1/agreements/opinum-demo/suspensions as=opinum-demo-controller
  {"id":"audit-finding","by":"letter 2026-07"}
status 200
json state == "suspended"
json basis == "[3]"
GET /v1/agreements/opinum-demo/collections/sites/records/{ada-site} as=opinum-demo-application purpose=data-hub
status 403
header Mandat-Clause == opinum-demo@1#[3]
body has suspended

# It stands also after a restart.
STOP server
START server
GET /v1/agreements/opinum-demo/life as=opinum-demo-controller
json state == "suspended"
GET /v1/agreements/opinum-demo/collections/sites/records/{ada-site} as=opinum-demo-application purpose=data-hub
status 403

DELETE /v1/agreements/opinum-demo/suspensions/audit-finding as=opinum-demo-controller
status 200
json state == "active"
INTACT ada
# A name is used once.
POST /v1/agreements/opinum-demo/suspensions as=opinum-demo-controller
  {"id":"audit-finding"}
status 409
VERIFY journal opinum-demo entries >= 8
