# One company is a customer and a sub-processor: two relations, and no right of one is of use in the
# other.
INIT opinum-demo mintt-demo
START server
ACTIVATE opinum-demo
ACTIVATE mintt-demo
POST /v1/agreements/opinum-demo/sub-processors/care-home as=operator
  {"state":"announced","name":"Example Care Home (fictitious)","country":"BE"}
status 200
body has objection-ends

GET /v1/relations as=operator
status 200
body has {"name":"Example Care Home (fictitious)","relations":[{"as":"customer, as controller","agreement":"mintt-demo","state":"active"},{"as":"sub-processor","agreement":"opinum-demo","id":"care-home","state":"announced"}]}

# Its own token shows its own agreement and nothing of the other.
GET /v1/relations as=mintt-demo-controller
status 200
body has mintt-demo
body lacks opinum-demo
GET /v1/agreements/opinum-demo/life as=mintt-demo-controller
status 403
GET /v1/agreements/opinum-demo as=mintt-demo-controller
status 403
POST /v1/agreements/opinum-demo/sub-processors/care-home as=mintt-demo-controller
  {"state":"objected"}
status 403
GET /v1/agreements/mintt-demo/life as=mintt-demo-controller
status 200
json state == "active"
