# It was known on Monday and is entered long afterwards: it is overdue at once, and both instants stay.
INIT opinum-demo
START server
ACTIVATE opinum-demo

# A time without its offset means nothing later.
RUN as=operator mandat docket record -a opinum-demo breach awareness case-9 --at 2026-03-30T16:40 --how e-mail
exit 2
output has --at 2026-03-30T16:40:00+02:00
POST /v1/agreements/opinum-demo/happenings as=operator
  {"matter":"breach","event":"awareness","reference":"case-9","at":"2026-03-30T16:40","how":"e-mail"}
status 400

RUN as=operator mandat docket record -a opinum-demo breach awareness case-9 --at 2026-03-30T16:40:00+02:00 --how e-mail
exit 0
output has OVERDUE
output has 2026-03-31T14:40:00Z
RUN as=operator mandat docket record -a opinum-demo breach awareness case-9 --at 2026-03-30T16:40:00+02:00 --how e-mail
exit 0
output has was entered already
RUN as=operator mandat docket record -a opinum-demo breach awareness case-9 --at 2026-03-30T16:41:00+02:00 --how e-mail
exit 8
output has another instant

RUN as=auditor mandat docket list -a opinum-demo --overdue
exit 0
output has breach.notice
RUN as=auditor mandat docket list --before 2026-04-01T00:00:00Z
output has opinum-demo
SHELL MANDAT_TOKEN_FILE={dir}/tokens/auditor.token mandat docket list -a opinum-demo --overdue | awk '/breach.notice/ {print $3}' >number
SAVE notice file number
GET /v1/agreements/opinum-demo/duties/{notice} as=opinum-demo-controller
status 200
json overdue == true
body has "at":"2026-03-30T14:40:00Z","entered":"20
GET /v1/agreements/opinum-demo/happenings?matter=breach&reference=case-9 as=auditor
body has "how":"e-mail"

# What was done in time is met in time, also when that is entered late.
POST /v1/agreements/opinum-demo/duties/{notice}/meet as=operator
  {"at":"2026-03-30T18:00:00+02:00","reason":"told by e-mail","evidence":"5b1f0e0d3c7a9e42d6f8a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f6"}
status 200
json closed == "2026-03-30T16:00:00Z"
POST /v1/agreements/opinum-demo/duties/{notice}/meet as=operator
  {}
status 409
VERIFY journal opinum-demo entries >= 3
