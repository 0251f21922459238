# A write sent again with its key is done once; the same key with another body is a conflict.
INIT opinum-demo
START server
ACTIVATE opinum-demo
STORE ben

POST /v1/agreements/opinum-demo/subjects as=opinum-demo-application purpose=data-hub key=p-1
  {"subject":"{ada}","people":"customers"}
status 201
SAVE registered header Mandat-Entry
POST /v1/agreements/opinum-demo/subjects as=opinum-demo-application purpose=data-hub key=p-1
  {"subject":"{ada}","people":"customers"}
status 201
header Mandat-Replayed == true
header Mandat-Entry == {registered}

PUT /v1/agreements/opinum-demo/collections/sites/records/{ada-site} as=opinum-demo-application purpose=data-hub key=r-1
  {"subject":"{ada}","data":{"holder":"Ada Example","street":"1 Example Street","postal-code":"0001","city":"Exampleville"}}
status 201
json version == 1
SAVE stored header Mandat-Entry
PUT /v1/agreements/opinum-demo/collections/sites/records/{ada-site} as=opinum-demo-application purpose=data-hub key=r-1
  {"subject":"{ada}","data":{"holder":"Ada Example","street":"1 Example Street","postal-code":"0001","city":"Exampleville"}}
status 201
header Mandat-Replayed == true
header Mandat-Entry == {stored}
json version == 1

# The key outlives a kill of the server.
KILL server
START server
PUT /v1/agreements/opinum-demo/collections/sites/records/{ada-site} as=opinum-demo-application purpose=data-hub key=r-1
  {"subject":"{ada}","data":{"holder":"Ada Example","street":"1 Example Street","postal-code":"0001","city":"Exampleville"}}
header Mandat-Entry == {stored}
json version == 1

PUT /v1/agreements/opinum-demo/collections/sites/records/{ada-site} as=opinum-demo-application purpose=data-hub key=r-1
  {"subject":"{ada}","data":{"holder":"Somebody else","street":"1 Example Street","postal-code":"0001","city":"Exampleville"}}
status 409

INTACT ada
INTACT ben
VERIFY journal opinum-demo
