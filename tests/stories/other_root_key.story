# Another root key opens nothing, damages nothing, and the right one still opens everything.
INIT opinum-demo
START server
ACTIVATE opinum-demo
STORE ada
STOP server
SHELL cp -p {dir}/root.key kept.key
SHELL find {dir}/data -type f -name '*.key' -exec sha256sum {} + | sort > before
SHELL head -c 32 /dev/urandom | od -An -tx1 -v | tr -d ' \n' > {dir}/root.key; echo >> {dir}/root.key
START server fails
exit 7
output has another root key
SHELL find {dir}/data -type f -name '*.key' -exec sha256sum {} + | sort > after; cmp before after
SHELL cp -p kept.key {dir}/root.key
START server
INTACT ada
VERIFY journal opinum-demo
