# A program that shares no code with ours accepts what the real server published, and rejects a flip.
INIT opinum-demo
START server
ACTIVATE opinum-demo
STORE ada
STORE ben
RUN as=opinum-demo-application mandat load -a opinum-demo -c sites --people 300 --seed 5
exit 0
RUN as=auditor mandat journal export -a opinum-demo evidence
exit 0
SHELL python3 -B {source}/tests/independent/verify.py journal evidence --key "$(cat evidence/vkey)"
SHELL mandat-verify journal evidence --key "$(cat evidence/vkey)"

# One bit of one entry, of one tile, of the checkpoint.
SHELL cp -r evidence entry && python3 -B {source}/tests/stories/flip.py entry/tile/entries/000
SHELL cp -r evidence tile && python3 -B {source}/tests/stories/flip.py tile/tile/0/000
SHELL cp -r evidence signed && python3 -B {source}/tests/stories/flip.py signed/checkpoint
SHELL ! python3 -B {source}/tests/independent/verify.py journal entry --key "$(cat evidence/vkey)"
SHELL ! python3 -B {source}/tests/independent/verify.py journal tile --key "$(cat evidence/vkey)"
SHELL ! python3 -B {source}/tests/independent/verify.py journal signed --key "$(cat evidence/vkey)"
SHELL ! mandat-verify journal entry --key "$(cat evidence/vkey)"
SHELL ! mandat-verify journal tile --key "$(cat evidence/vkey)"
SHELL ! mandat-verify journal signed --key "$(cat evidence/vkey)"
INTACT ada
