# On a full disk nothing is acknowledged that is not kept; with room again everything is there.
NEEDS mount
INIT opinum-demo
SHELL mkdir {dir}/data && mount -t tmpfs -o size=256m,mode=700 tmpfs {dir}/data
START server
ACTIVATE opinum-demo
STORE ada
RUN as=opinum-demo-application mandat load -a opinum-demo -c sites --people 200 --acknowledged ids
exit 0
SHELL dd if=/dev/zero of={dir}/data/filler bs=1M 2>/dev/null || true
RUN as=opinum-demo-application mandat load -a opinum-demo -c sites --people 100000 --seed 2 --patience 0 --acknowledged ids
exit 6
SHELL rm {dir}/data/filler
KILL server
START server
INTACT ada
RUN as=opinum-demo-application mandat load --verify ids
exit 0
output has 0 differ, 0 are missing
STORE ben
INTACT ben
VERIFY journal opinum-demo entries >= 400
