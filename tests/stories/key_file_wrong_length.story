# A root key file of another length, or with other characters, is not used; nothing is made of it.
INIT opinum-demo
START server
ACTIVATE opinum-demo
STORE ada
STOP server
SHELL cp -p {dir}/root.key kept.key
EACH what content
  empty | ''
  short | "$(head -c 62 kept.key)"$'\n'
  long | "$(head -c 64 kept.key)00"$'\n'
  no-line-feed | "$(head -c 64 kept.key)"
  not-hexadecimal | "$(head -c 62 kept.key)zz"$'\n'
  upper-case | "$(head -c 62 kept.key)AF"$'\n'
SHELL printf %s {content} > {dir}/root.key
START server fails
exit 2
output has root key file must hold 64 hexadecimal digits
END
SHELL rm {dir}/root.key
START server fails
exit 4
output has root key file does not exist
SHELL cp -p kept.key {dir}/root.key
START server
INTACT ada
VERIFY journal opinum-demo
