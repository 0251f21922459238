# What the agreement does not list is refused, the refusal names its clause and is on record.
INIT opinum-demo
START server
ACTIVATE opinum-demo
STORE ada

GET /v1/agreements/opinum-demo/collections/sites/records/{ada-site} as=opinum-demo-application purpose=data-hub
status 200
header Mandat-Clause == opinum-demo@1#Annexe A
body has "holder":"Ada Example"

# The twin that differs in one fact: the purpose.
GET /v1/agreements/opinum-demo/collections/sites/records/{ada-site} as=opinum-demo-application purpose=advertising
status 403
header Mandat-Clause == opinum-demo@1#[3]
header Content-Type == application/problem+json
body lacks Ada Example
json title == "refused"
SAVE refusal header Mandat-Entry

GET /v1/agreements/opinum-demo/entries/{refusal} as=auditor
status 200
json outcome == "refused"
body lacks {ada}
# Words of the caller that the agreement does not know could be about anybody: only their hash is kept.
body lacks advertising
body has unlisted purpose
RUN as=auditor mandat journal prove -a opinum-demo {refusal}
exit 0
RUN as=opinum-demo-application mandat record get -a opinum-demo -c sites --purpose advertising {ada-site}
exit 3
output has clause opinum-demo@1#[3]
RUN as=opinum-demo-application mandat decide -a opinum-demo --verb consult --purpose advertising --collection sites
exit 3
output has refused

INTACT ada
VERIFY journal opinum-demo entries >= 5
