# The agreement closes a country; the controller's consent opens it for one sub-processor alone.
INIT opinum-demo
START server
ACTIVATE opinum-demo

RUN as=auditor mandat decide -a opinum-demo --verb disclose --purpose data-hub --collection sites --place prod-greymatter
exit 3
output has [7]
POST /v1/agreements/opinum-demo/instructions as=opinum-demo-controller
  {"id":"yes-greymatter","kind":"consent","places":["prod-greymatter"],"by":"letter 2026-08"}
status 200
json act == "record-instruction"
RUN as=auditor mandat decide -a opinum-demo --verb disclose --purpose data-hub --collection sites --place prod-greymatter
exit 0
# Neither the country nor another establishment of that company in it.
RUN as=auditor mandat decide -a opinum-demo --verb disclose --purpose data-hub --collection sites --place US
exit 3
RUN as=auditor mandat decide -a opinum-demo --verb disclose --purpose data-hub --collection sites --place uat-greymatter
exit 3

# Taken back, it closes again.
DELETE /v1/agreements/opinum-demo/instructions/yes-greymatter as=opinum-demo-controller
status 200
RUN as=auditor mandat decide -a opinum-demo --verb disclose --purpose data-hub --collection sites --place prod-greymatter
exit 3
VERIFY journal opinum-demo entries >= 3
