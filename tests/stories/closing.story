# An agreement ends, is wound up, and is closed only when nothing is left of it.
INIT opinum-demo
START server
ACTIVATE opinum-demo
STORE ada

POST /v1/agreements/opinum-demo/close as=operator
status 409
body has has not ended
POST /v1/agreements/opinum-demo/end as=operator
  {"by":"letter 2026-09"}
status 200
json state == "winding-up"
GET /v1/agreements/opinum-demo/collections/sites/records/{ada-site} as=opinum-demo-application purpose=data-hub
status 403
header Mandat-Clause == opinum-demo@1#[11]

POST /v1/agreements/opinum-demo/close as=operator
status 409
body has 1 units are in the vault
POST /v1/agreements/opinum-demo/subjects/{ada}/erase as=opinum-demo-controller instruction=2026-014
status 200

# What is left in backups is announced with its end.
POST /v1/agreements/opinum-demo/residuals as=operator
  {"id":"backups","what":"Copies in backups","basis":"[11]","until":"2099-01-01T00:00:00Z"}
status 200
json state == "residual"
POST /v1/agreements/opinum-demo/close as=operator
status 409
body has residual `backups` until 2099-01-01T00:00:00Z
GET /v1/agreements/opinum-demo/life as=opinum-demo-controller
status 200
json state == "residual"
body has Copies in backups
VERIFY journal opinum-demo entries >= 7
