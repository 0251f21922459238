# Nobody gets in without a token, with a wrong one, under another agreement, or beyond the role.
INIT opinum-demo mintt-demo
START server
ACTIVATE opinum-demo
ACTIVATE mintt-demo
STORE ada

GET /v1/agreements/opinum-demo/collections/sites/records/{ada-site} purpose=data-hub
status 401
header WWW-Authenticate == Bearer
body lacks Ada Example
GET /v1/agreements/opinum-demo/collections/sites/records/{ada-site} purpose=data-hub token=0000
status 401

# The agreement that exists and the one that does not answer alike.
GET /v1/agreements/opinum-demo/collections/sites/records/{ada-site} as=mintt-demo-application purpose=data-hub
status 403
body has token is for another agreement
GET /v1/agreements/no-such-agreement/collections/sites/records/{ada-site} as=mintt-demo-application purpose=data-hub
status 403
body has token is for another agreement

EACH token
  operator
  auditor
GET /v1/agreements/opinum-demo/collections/sites/records/{ada-site} as={token} purpose=data-hub
status 403
body lacks Ada Example
END
POST /v1/agreements/opinum-demo/activate as=opinum-demo-application
  {}
status 403
POST /v1/agreements/opinum-demo/rewrap as=opinum-demo-controller
status 403
GET /v1/agreements as=mintt-demo-application
status 200
body has mintt-demo
body lacks opinum-demo

RUN mandat record get -a opinum-demo -c sites --purpose data-hub {ada-site}
exit 2
output has --token-file
RUN as=auditor mandat record get -a opinum-demo -c sites --purpose data-hub {ada-site}
exit 3
output has use a token of another role

INTACT ada
VERIFY journal opinum-demo
VERIFY journal mintt-demo
