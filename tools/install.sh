#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# install.sh [tests]: installs what tools/packages.txt names and this machine lacks; for the tests
# also what tools/packages-tests.txt and tests/node/package.json name. Nothing missing: nothing
# done.
# MANDAT_NO_INSTALL=1 leaves the machine alone (on a system other than Debian 12, say).
set -euo pipefail
cd "$(dirname "$0")/.."

if [ -n "${MANDAT_NO_INSTALL:-}" ]; then
  exit 0
fi

lists=(tools/packages.txt)
if [ "${1:-}" = tests ]; then
  lists+=(tools/packages-tests.txt)
fi
mapfile -t wanted < <(sed -e 's/#.*//' -e 's/[[:space:]]*$//' -e '/^$/d' "${lists[@]}")

if ! command -v dpkg-query >/dev/null; then
  echo "mandat: this is not Debian 12, so its packages cannot be installed here" >&2
  echo "mandat: provide what tools/packages.txt lists, then set MANDAT_NO_INSTALL=1" >&2
  exit 1
fi

# A package counts as present only when it is fully installed ("ii"), not merely known; or when an
# installed one provides it, as other builds of nodejs do with npm.
missing_packages() {
  local present
  present=$(dpkg-query -W -f='${db:Status-Abbrev}${Package}, ${Provides}\n' 2>/dev/null |
    sed -n 's/^[ih]i *//p' | tr ',' '\n' | sed -e 's/(.*//' -e 's/[[:space:]]//g' || true)
  comm -23 <(printf '%s\n' "${wanted[@]}" | sort -u) <(printf '%s\n' "$present" | sort -u)
}

# npm writes the hidden file when it has finished.
install_test_programs() {
  if [ "${#lists[@]}" -eq 1 ]; then
    return 0
  fi
  local done=tests/node/node_modules/.package-lock.json
  if [ "$done" -nt tests/node/package-lock.json ]; then
    return 0
  fi
  if ! tools/step.sh install-npm "install test programs" \
    npm ci --prefix tests/node --ignore-scripts --no-audit --no-fund; then
    echo "mandat: could not install what tests/node/package.json names" >&2
    exit 1
  fi
}

mapfile -t missing < <(missing_packages)
if [ "${#missing[@]}" -eq 0 ]; then
  install_test_programs
  exit 0
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "mandat: installing needs root, and there is no sudo; these are missing:" >&2
    printf '  %s\n' "${missing[@]}" >&2
    exit 1
  fi
  as_root=(sudo)
  sudo -v # asks for the password now, not into the log
fi

apt() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -y -q \
    -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 "$@" </dev/null
}

known() { # every missing package has a candidate in the lists that are already here
  [ "$(apt-cache policy "${missing[@]}" 2>/dev/null | grep -c '^  Candidate: [^(]')" -eq \
    "${#missing[@]}" ]
}

install_missing() {
  if known && apt install --no-install-recommends "${missing[@]}"; then
    return 0
  fi
  apt update # no lists yet, or lists older than the archive
  apt install --no-install-recommends "${missing[@]}"
}

if [ "${2:-}" = --inner ]; then
  install_missing
  exit 0
fi

if ! tools/step.sh install "install ${#missing[@]} packages" "$0" "${1:-build}" --inner; then
  echo "mandat: could not install: ${missing[*]}" >&2
  exit 1
fi
mapfile -t missing < <(missing_packages)
if [ "${#missing[@]}" -ne 0 ]; then
  echo "mandat: still missing after installation: ${missing[*]}" >&2
  exit 1
fi
install_test_programs
