# shellcheck shell=bash
# What every script here uses: messages, who we are, which Python, and processes known by their
# number and the time they began (a number alone may have been given to somebody else since).

# shellcheck disable=SC2034  # for who reads this in
GRIOT_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
# A Python of the user's own (pyenv, conda) lacks the packages that we install.
PYTHON=/usr/bin/python3

say() { printf '%s\n' "$*"; }
step() { printf '\n== %s\n' "$*"; }
warn() { printf '%s\n' "$*" >&2; }
fail() {
  warn "griot: $*"
  exit 1
}

is_root() { [ "$(id -u)" -eq 0 ]; }

# When the process began, in clock ticks since boot; nothing when it is gone or a zombie.
started_at() {
  local stat rest
  stat=$(cat "/proc/$1/stat" 2>/dev/null) || return 1
  # The command's name stands in parentheses and may hold anything; what follows is regular.
  rest=${stat##*) }
  # shellcheck disable=SC2086
  set -- $rest
  [ "$1" != Z ] || return 1
  printf '%s' "${20}"
}

# remember NAME PID: into DIR/pids.
remember() {
  mkdir -p "$DIR/pids"
  printf '%s %s\n' "$2" "$(started_at "$2")" >"$DIR/pids/$1"
}

# pid_of NAME: prints the number of what was remembered, if that very process still lives.
pid_of() {
  local pid began
  read -r pid began 2>/dev/null <"$DIR/pids/$1" || return 1
  [ -n "$began" ] && [ "$(started_at "$pid")" = "$began" ] || return 1
  printf '%s' "$pid"
}

# wait_until SECONDS COMMAND…: tries it until it succeeds. Who waits for a server to come up waits for
# its end as well, because nothing comes after that.
wait_until() {
  local deadline=$((SECONDS + $1))
  shift
  until "$@" >/dev/null 2>&1; do
    [ "$SECONDS" -lt "$deadline" ] || return 1
    sleep 0.05
  done
}

is_gone() { ! pid_of "$1" >/dev/null; }

# end NAME SIGNAL SECONDS: asks, waits, and only then kills.
end() {
  local pid
  pid=$(pid_of "$1") || {
    rm -f "$DIR/pids/$1"
    return 0
  }
  kill "-$2" "$pid" 2>/dev/null
  if ! wait_until "$3" is_gone "$1"; then
    warn "$1 (process $pid) did not end within $3 s; killed"
    kill -KILL "$pid" 2>/dev/null
    wait_until 10 is_gone "$1" || return 1
  fi
  rm -f "$DIR/pids/$1"
}

# free_port PREFERRED: prints it when nothing listens there, else any free one.
free_port() {
  "$PYTHON" - "${1:-0}" <<'PY'
import socket, sys
for port in (int(sys.argv[1]), 0):
    with socket.socket() as s:
        s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            s.bind(("127.0.0.1", port))
        except OSError:
            continue
        print(s.getsockname()[1])
        break
PY
}

random_hex() { head -c "$1" /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }
