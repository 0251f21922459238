# A second server on the same directory does not start, and does not disturb the first.
INIT opinum-demo
START server
ACTIVATE opinum-demo
STORE ada
RUN mandatd --config {dir}/mandat.toml --http.port=0
exit 6
output has in use by another process
STORE ben
INTACT ada
INTACT ben
VERIFY journal opinum-demo
KILL server
START server
INTACT ada
INTACT ben
VERIFY journal opinum-demo
