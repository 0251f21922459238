# A root key that others can read is not used.
INIT opinum-demo
START server
ACTIVATE opinum-demo
STORE ada
STOP server
EACH mode
  644
  640
  604
  660
SHELL chmod {mode} {dir}/root.key
START server fails
exit 2
output has root key file must have mode 0600
END
SHELL chmod 600 {dir}/root.key
START server
INTACT ada
VERIFY journal opinum-demo
