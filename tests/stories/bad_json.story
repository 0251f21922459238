# A body that is not what it should be changes nothing, and the answer repeats no value of it.
INIT opinum-demo
START server
ACTIVATE opinum-demo
STORE ada

EACH what code text
  empty | 400 | 
  cut | 400 | {"subject":"{ada}","data":{"holder":"Canary
  no-json | 400 | Canary
  list | 400 | ["Canary"]
  null | 400 | null
  two-values | 400 | {} {}
  trailing-comma | 400 | {"subject":"{ada}",}
  no-data | 400 | {"subject":"{ada}"}
  data-a-text | 400 | {"subject":"{ada}","data":"Canary"}
  no-subject | 400 | {"data":{"holder":"Canary","street":"1","postal-code":"1","city":"1"}}
  bad-subject | 400 | {"subject":"Canary","data":{"holder":"1","street":"1","postal-code":"1","city":"1"}}
  twice | 400 | {"subject":"{ada}","subject":"{ada}","data":{"holder":"Canary","street":"1","postal-code":"1","city":"1"}}
  unknown-member | 400 | {"subject":"{ada}","Canary":1,"data":{"holder":"1","street":"1","postal-code":"1","city":"1"}}
  missing-field | 400 | {"subject":"{ada}","data":{"holder":"Canary"}}
  wrong-type | 400 | {"subject":"{ada}","data":{"holder":7,"street":"Canary","postal-code":"1","city":"1"}}
  bad-date | 400 | {"subject":"{ada}","data":{"holder":"1","street":"1","postal-code":"1","city":"1","occupied-since":"Canary"}}
  too-long | 400 | {"subject":"{ada}","data":{"holder":"1","street":"1","postal-code":"Canary Canary Canary","city":"1"}}
  deep | 400 | {"subject":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}}}}}}},"data":{}}
  too-large | 413 | {"subject":"{ada}","data":{"holder":"{big}"}}
PUT /v1/agreements/opinum-demo/collections/sites/records/{ada-site} as=opinum-demo-application purpose=data-hub
  {text}
status {code}
header Content-Type == application/problem+json
body lacks Canary
END

PUT /v1/agreements/opinum-demo/collections/sites/records/{ada-site} as=opinum-demo-application
  {"subject":"{ada}","data":{"holder":"Canary","street":"1","postal-code":"1","city":"1"}}
status 400
body has Mandat-Purpose
PUT /v1/agreements/opinum-demo/collections/no-such/records/{ada-site} as=opinum-demo-application purpose=data-hub
  {}
status 404

INTACT ada
VERIFY journal opinum-demo
SHELL ! grep -rn Canary mandat/data mandatd.*.log
