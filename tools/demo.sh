#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# demo.sh: a guided tour against the real server, from an empty directory. On a terminal it leaves
# the server running and says how to stop it; elsewhere it stops it and exits with 0.
# PEOPLE=2000 loads fewer; BIN and DEMO name other directories for the programs and for the tour.
set -euo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "$0")/.."

bin=${BIN:-build/release/bin}
people=${PEOPLE:-20000}
here=${DEMO:-build/demo}
log=$here/mandatd.1.log
tokens=$here/tokens
server_pid=
load_pid=
stay=
if [ -t 0 ] && [ -t 1 ]; then
  stay=yes
fi

bold='' dim='' good='' bad='' plain=''
if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
  bold=$'\e[1m' dim=$'\e[2m' good=$'\e[32m' bad=$'\e[31m' plain=$'\e[0m'
fi

number=0
step() {
  number=$((number + 1))
  printf '\n%s%d. %s%s\n   %s\n\n' "$bold" "$number" "$1" "$plain" "$2"
}

fail() {
  printf '\n%sdemo: %s%s\n' "$bad" "$1" "$plain" >&2
  if [ -s "$log" ]; then
    printf 'the end of the log of the server, %s:\n' "$log" >&2
    tail -n 5 "$log" | sed 's/^/    /' >&2
  fi
  exit 1
}

stop_server() {
  if [ -n "$server_pid" ]; then
    kill "$server_pid" 2>/dev/null || true
    wait "$server_pid" 2>/dev/null || true
    server_pid=
  fi
}

at_exit() {
  code=$?
  if [ -n "$load_pid" ]; then
    kill "$load_pid" 2>/dev/null || true
  fi
  if [ "$code" -ne 0 ] || [ -z "$stay" ]; then
    stop_server
  fi
}
trap at_exit EXIT
trap 'exit 130' INT TERM

# run CODE PROGRAM ARGUMENT...: shows the command, runs it as the role in $as, shows its real answer
# indented, and stops the tour when it ends with another exit code. The key of the journal, which is
# long, is shown as $KEY.
as=auditor
answer=
key='no key yet'
indent() { sed "s|$key|\$KEY|g; /./s/^/     /"; }
run() {
  local expected=$1 code=0
  shift
  printf '%s\n' "$dim\$ $*$plain" | indent
  answer=$(MANDAT_TOKEN_FILE=$tokens/$as.token PATH=$bin:$PATH "$@" 2>&1) || code=$?
  printf '%s\n' "$answer" | indent
  if [ "$code" -ne "$expected" ]; then
    fail "\`$*\` ended with $code instead of $expected"
  fi
}

# The same for a load: its progress goes to the terminal as it comes.
load() {
  local code=0
  printf '     %s$ mandat load %s%s\n' "$dim" "$*" "$plain"
  answer=$(MANDAT_TOKEN_FILE=$tokens/$as.token "$bin/mandat" load "$@") || code=$?
  printf '%s\n' "$answer" | indent
  if [ "$code" -ne 0 ]; then
    fail "\`mandat load $*\` ended with $code"
  fi
}

# One value of the JSON answer to a command.
value() {
  local of=$1
  shift
  MANDAT_TOKEN_FILE=$tokens/$as.token "$bin/mandat" --json "$@" | jq -r "$of // empty"
}

# until_true WHAT COMMAND...: looks again and again, for 30 seconds at most.
until_true() {
  local what=$1 end=$((SECONDS + 30))
  shift
  until "$@"; do
    if [ "$SECONDS" -ge "$end" ]; then
      fail "$what took more than 30 seconds"
    fi
    if [ -n "$server_pid" ] && ! kill -0 "$server_pid" 2>/dev/null; then
      fail "the server ended"
    fi
    sleep 0.05
  done
}

is_ready() { grep -q 'ready on' "$log"; }
has_lines() { [ -f "$1" ] && [ "$(wc -l <"$1")" -ge "$2" ]; }

# start_server PORT: 0 lets the system choose a free one.
start_server() {
  MANDAT_HTTP_PORT=$1 "$bin/mandat" serve --dir "$here" >"$log" 2>&1 &
  server_pid=$!
  echo "$server_pid" >"$here/mandatd.pid"
  until_true "starting the server" is_ready
  MANDAT_SERVER=http://127.0.0.1:$(grep -o 'ready on .*' "$log" | grep -oE '[0-9]+' | tail -n 1)
  export MANDAT_SERVER
}

for program in mandat mandatd mandat-verify; do
  if [ ! -x "$bin/$program" ]; then
    fail "$bin/$program is not built; run \`make build\`"
  fi
done
# The server that an earlier tour left running.
if [ -f "$here/mandatd.pid" ]; then
  earlier=$(cat "$here/mandatd.pid")
  if grep -qs "$here/mandat.toml" "/proc/$earlier/cmdline"; then
    kill "$earlier"
    until_true 'stopping the server of an earlier tour' test ! -e "/proc/$earlier"
  fi
fi
rm -rf "$here"
printf '%sMandat: data processing agreements that the software keeps%s\n' "$bold" "$plain"
printf 'Two real contracts, invented customers, %s invented people. Everything is in %s.\n' \
  "$people" "$here"

step 'Make a place for a server' \
  'A configuration, the key above all keys, and one secret token for each role.'
run 0 mandat init --dir "$here" --agreement opinum-demo --agreement mintt-demo

step 'Start it' 'One program with its own storage; there is nothing else to install.'
start_server 0
printf '     mandatd runs at %s as process %s\n' "$MANDAT_SERVER" "$server_pid"

step 'Put two agreements in force' \
  'The contract, what the customer signed, and what the data looks like: three files each.'
as=operator
run 0 mandat agreement activate opinum-demo --form agreements/opinum.yaml \
  --agreement agreements/opinum-demo.yaml --schema agreements/opinum-data-hub.schema.yaml
run 0 mandat agreement activate mintt-demo --form agreements/mintt.yaml \
  --agreement agreements/mintt-demo.yaml --schema agreements/mintt-care.schema.yaml

step "Store $people people" \
  'Each under a key of their own; each write is decided, then journalled, then acknowledged.'
as=opinum-demo-application
load -a opinum-demo -c sites --people $((people / 2)) --acknowledged "$here/opinum.ids"
as=mintt-demo-application
load -a mintt-demo -c interface-users --people $((people - people / 2)) \
  --acknowledged "$here/mintt.ids"

step 'Read one person for a purpose of the agreement' \
  'The answer says under which clause it was allowed and which journal entry records it.'
as=opinum-demo-application
record=$(sed -n '2s/.* //p' "$here/opinum.ids")
run 0 mandat record get -a opinum-demo -c sites --purpose data-hub "$record"
subject=$(value .subject record get -a opinum-demo -c sites --purpose data-hub "$record")

step 'Try it for a purpose that is not in the agreement' \
  'Refused, with the clause of the contract that closes the list. Exit code 3, HTTP status 403.'
run 3 mandat record get -a opinum-demo -c sites --purpose advertising "$record"
entry=$(sed -nE 's/.*, entry ([0-9]+);.*/\1/p' <<<"$answer")
printf '\n   Another contract ties looking at sensor data to the judging of alarms:\n\n'
as=mintt-demo-application
run 3 mandat decide -a mintt-demo --verb consult --purpose live-viewing --collection residents

step 'Prove that the refusal is on record' \
  'A receipt: the entry stands in a journal that nobody can change unnoticed, us included.'
as=auditor
key=$(curl --silent --fail --header "Authorization: Bearer $(cat "$tokens/auditor.token")" \
  "$MANDAT_SERVER/v1/agreements/opinum-demo/journal/vkey")
run 0 mandat journal prove -a opinum-demo "${entry:-0}"
run 0 mandat journal checkpoint -a opinum-demo --out "$here/kept.checkpoint"

step 'Erase a person' \
  'The controller instructs it; the key of the person is destroyed. Nobody reads the data again.'
as=opinum-demo-controller
run 0 mandat subject erase -a opinum-demo "$subject" --instruction 2026-014
entry=$(sed -nE 's/^entry +([0-9]+)$/\1/p' <<<"$answer")
as=opinum-demo-application
run 5 mandat record get -a opinum-demo -c sites --purpose data-hub "$record"

step 'Certify it, and verify the certificate without the server' \
  'Keys are wrapped anew so that old copies are dead too; then an auditor checks everything.'
as=operator
run 0 mandat agreement rewrap opinum-demo
as=auditor
run 0 mandat certificate get -a opinum-demo "$entry" --out "$here/erasure.certificate"
run 0 mandat journal export -a opinum-demo "$here/evidence"
printf '\n   $KEY is the key of the journal; an auditor gets it once, some other way (%s).\n\n' \
  "$here/evidence/vkey"
run 0 mandat-verify certificate "$here/erasure.certificate" --key "$key"
run 0 mandat-verify journal "$here/evidence" --key "$key" --since "$here/kept.checkpoint"

step 'Pull the plug' \
  'The server is killed (SIGKILL) in the middle of a load. What was acknowledged must be there.'
as=opinum-demo-application
printf '     %s$ mandat load -a opinum-demo -c sites --people %s --seed 2%s\n' \
  "$dim" "$people" "$plain"
MANDAT_TOKEN_FILE=$tokens/$as.token "$bin/mandat" load -a opinum-demo -c sites \
  --people "$people" --seed 2 --patience 0 --acknowledged "$here/killed.ids" \
  >"$here/killed.log" 2>&1 &
load_pid=$!
until_true 'the second load' has_lines "$here/killed.ids" $((people / 10))
kill -KILL "$server_pid"
wait "$server_pid" 2>/dev/null || true
server_pid=
wait "$load_pid" || true
load_pid=
indent <"$here/killed.log"
log=$here/mandatd.2.log
start_server "${MANDAT_SERVER##*:}"
printf '     killed and started again as process %s\n' "$server_pid"
run 0 mandat load --verify "$here/killed.ids"
as=auditor
run 0 mandat-verify journal "$MANDAT_SERVER/v1/agreements/opinum-demo/journal/" --key "$key" \
  --since "$here/kept.checkpoint" --token-file "$tokens/auditor.token"

acknowledged=$(($(wc -l <"$here/killed.ids") - 1))
printf '\n%sWhat you saw%s\n' "$bold" "$plain"
printf '   %s+%s %s\n' \
  "$good" "$plain" "$people people stored, each under a key of their own" \
  "$good" "$plain" 'a read allowed, and one refused with the clause of the contract' \
  "$good" "$plain" 'a person erased, with a certificate that verifies without the server' \
  "$good" "$plain" "a kill in the middle of writing: $acknowledged acknowledged, none lost" \
  "$good" "$plain" 'a journal that is whole, and that grew from the checkpoint kept before'
printf '\n%sWhere to go next%s\n' "$bold" "$plain"
printf '   docs/start.md            the same by hand, in ten minutes\n'
printf '   docs/concepts/mandate.md how a contract becomes a decision\n'
printf '   docs/limits.md           what this does not do\n'
if [ -n "$stay" ]; then
  trap - EXIT
  printf '\nThe server is still there. To try things yourself:\n\n'
  printf '   export PATH=%s:$PATH MANDAT_SERVER=%s\n' "$(realpath "$bin")" "$MANDAT_SERVER"
  printf '   export MANDAT_TOKEN_FILE=%s/opinum-demo-application.token\n' "$(realpath "$tokens")"
  printf '   mandat record list -a opinum-demo -c sites --purpose data-hub --limit 3\n\n'
  printf 'To stop it: kill %s\n' "$server_pid"
fi
