# An erased person stays erased, also after a restart; the others stay; the certificate verifies.
INIT opinum-demo
START server
ACTIVATE opinum-demo
STORE ada
STORE ben

# Without an instruction of the controller: refused.
POST /v1/agreements/opinum-demo/subjects/{ada}/erase as=opinum-demo-controller
status 403
header Mandat-Clause == opinum-demo@1#[9]
INTACT ada

POST /v1/agreements/opinum-demo/subjects/{ada}/erase as=opinum-demo-controller instruction=2026-014
status 200
header Mandat-Clause == opinum-demo@1#[9]
json records == 1
SAVE erasure header Mandat-Entry

GET /v1/agreements/opinum-demo/collections/sites/records/{ada-site} as=opinum-demo-application purpose=data-hub
status 410
body lacks Ada Example
PUT /v1/agreements/opinum-demo/collections/sites/records/{ada-site} as=opinum-demo-application purpose=data-hub
  {"subject":"{ada}","data":{"holder":"Ada Example","street":"1","postal-code":"1","city":"1"}}
status 410
POST /v1/agreements/opinum-demo/subjects as=opinum-demo-application purpose=data-hub
  {"subject":"{ada}","people":"customers"}
status 410

VERIFY certificate opinum-demo {erasure}
output has partial
RUN as=operator mandat agreement rewrap opinum-demo
exit 0
VERIFY certificate opinum-demo {erasure}
output has destruction
output lacks partial

STOP server
START server
GET /v1/agreements/opinum-demo/collections/sites/records/{ada-site} as=opinum-demo-application purpose=data-hub
status 410
RUN as=opinum-demo-application mandat record get -a opinum-demo -c sites --purpose data-hub {ada-site}
exit 5
INTACT ben
VERIFY journal opinum-demo entries >= 8
VERIFY certificate opinum-demo {erasure}
