# A directory of a newer version is left alone.
INIT opinum-demo
START server
ACTIVATE opinum-demo
STORE ada
STOP server
SHELL cp {dir}/data/VERSION kept
EACH text reason
  mandat data 2 | another version
  mandat data 10 | another version
  something else | damaged
SHELL echo '{text}' > {dir}/data/VERSION
START server fails
exit 7
output has {reason}
END
SHELL cp kept {dir}/data/VERSION
START server
INTACT ada
VERIFY journal opinum-demo
