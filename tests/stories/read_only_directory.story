# A directory that cannot be written stops the server at once, and loses nothing.
NEEDS mount
INIT opinum-demo
SHELL mkdir {dir}/data && mount -t tmpfs -o size=256m,mode=700 tmpfs {dir}/data
START server
ACTIVATE opinum-demo
STORE ada
STOP server
SHELL mount -o remount,ro {dir}/data
START server fails
exit 6
SHELL mount -o remount,rw {dir}/data
START server
INTACT ada
STORE ben
INTACT ben
VERIFY journal opinum-demo
