# An agreement with errors is shown with the text underlined, and is not put in force.
INIT opinum-demo
START server
ACTIVATE opinum-demo
STORE ada
SHELL cp {agreements}/opinum.yaml {agreements}/opinum-demo.yaml {agreements}/opinum-data-hub.schema.yaml .
SHELL sed -i 's/^version: 1$/version: 2/; s/id: energy-advice/id: Energy Advice/' opinum-demo.yaml
SHELL sed -i 's/category: housing}/category: husing}/' opinum-data-hub.schema.yaml

RUN mandat agreement check opinum.yaml opinum-demo.yaml opinum-data-hub.schema.yaml
exit 2
output has opinum-demo.yaml:
output has ^
output has Energy Advice
RUN mandat --json agreement check opinum.yaml opinum-demo.yaml opinum-data-hub.schema.yaml
exit 2
output has "valid":false
RUN as=operator mandat agreement activate opinum-demo --form opinum.yaml --agreement opinum-demo.yaml --schema opinum-data-hub.schema.yaml
exit 2
output has nothing was changed
output has ^

# A category that the agreement does not list is found too.
RUN mandat agreement check opinum.yaml {agreements}/opinum-demo.yaml opinum-data-hub.schema.yaml
exit 2
output has data category `husing` is not in the agreement
output has source: GDPR Art. 28(3)

GET /v1/agreements/opinum-demo as=auditor
json version == 1
INTACT ada
VERIFY journal opinum-demo
