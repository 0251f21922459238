# SIGKILL in the middle of a load, three times: what was acknowledged is there, byte by byte, and the
# journal is whole and begins with what it was before.
INIT opinum-demo
START server
ACTIVATE opinum-demo
STORE ada
RUN as=auditor mandat journal checkpoint -a opinum-demo --out kept
exit 0

EACH seed lines
  1 | 50
  2 | 700
  3 | 1500
BACKGROUND as=opinum-demo-application mandat load -a opinum-demo -c sites --people 200000 --seed {seed} --patience 0 --acknowledged ids-{seed}
WAIT lines ids-{seed} {lines}
KILL server
JOIN
exit 6
output has acknowledged
START server
RUN as=opinum-demo-application mandat load --verify ids-{seed}
exit 0
output has 0 differ, 0 are missing
RUN as=auditor mandat journal verify --agreement opinum-demo --since kept
exit 0
RUN as=auditor mandat journal checkpoint -a opinum-demo --out kept
exit 0
END

# A load that is patient goes on by itself when the server is back.
BACKGROUND as=opinum-demo-application mandat load -a opinum-demo -c sites --people 3000 --seed 4 --acknowledged ids-4
WAIT lines ids-4 500
KILL server
START server
JOIN
exit 0
output has 3000 people acknowledged
RUN as=opinum-demo-application mandat load --verify ids-4
exit 0
output has 3000 acknowledged records are there
INTACT ada
VERIFY journal opinum-demo entries >= 4000
