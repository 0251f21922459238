# A crash while an agreement is being made leaves a part of a directory: the others are untouched, and
# making it again finishes it.
INIT opinum-demo mintt-demo
START server
ACTIVATE opinum-demo
STORE ada
STOP server
SHELL mkdir -m 700 {dir}/data/agreements/mintt-demo
SHELL printf half > {dir}/data/agreements/mintt-demo/signing.key.new
START server
INTACT ada
GET /v1/agreements/mintt-demo/collections/interface-users/records/{ben-site} as=mintt-demo-application purpose=access-management
status 503
ACTIVATE mintt-demo
POST /v1/agreements/mintt-demo/subjects as=mintt-demo-application purpose=access-management
  {"subject":"{ben}","people":"interface-users"}
status 201
VERIFY journal mintt-demo entries >= 2
INTACT ada
VERIFY journal opinum-demo
KILL server
START server
INTACT ada
VERIFY journal mintt-demo entries >= 2
