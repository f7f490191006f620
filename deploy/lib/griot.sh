# shellcheck shell=bash
# griot itself: its tables and keys, its process, its demo, and what to tell about it.

PIPELINE=$GRIOT_ROOT/pipelines/quickstart.yaml
# Tests bring a build of their own.
BUILD=${GRIOT_BUILD:-$GRIOT_ROOT/build/release}
GRIOT=$BUILD/bin/griot

# The port that was asked for or nothing; else the last one, else 8080, else any that is free.
choose_port() {
  local wanted=${PORT:-$(get_env GRIOT_URL | sed -n 's/.*:\([0-9]*\)$/\1/p')} got
  wanted=${wanted:-8080}
  got=$(free_port "$wanted")
  if [ "$got" != "$wanted" ]; then
    [ -z "$PORT" ] || fail "port $PORT is taken; choose another with --port"
    say "Port $wanted is taken; griot listens on $got."
  fi
  # In a container all addresses are its own.
  set_env GRIOT_LISTEN "${GRIOT_ADDRESS:-127.0.0.1}:$got"
  set_env GRIOT_URL "http://127.0.0.1:$got"
}

# new_key PROJECT: prints a write key that is made now, the only time that it is seen.
new_key() { "$GRIOT" key new --project "$1" --create-project --data "$DIR"; }

prepare() {
  local key
  ensure_env GRIOT_WHATSAPP_SECRET "$(random_hex 16)"
  ensure_env GRIOT_WHATSAPP_VERIFY_TOKEN "$(random_hex 16)"
  ensure_env GRIOT_KEY_SECRET "$(random_hex 32)"
  "$GRIOT" migrate --data "$DIR" >"$DIR/log/migrate.log" 2>&1 ||
    fail "the tables could not be made: $(tail -3 "$DIR/log/migrate.log")"
  if [ -z "$(get_env GRIOT_WRITE_KEY)" ]; then
    key=$(new_key default) || fail "no write key could be made"
    set_env GRIOT_WRITE_KEY "$key"
  fi
}

is_ready() { "$GRIOT" status --data "$DIR" 2>/dev/null | grep -q '"status":"ready"'; }

start_griot() {
  setsid "$GRIOT" run "$PIPELINE" --data "$DIR" </dev/null >>"$DIR/log/griot.log" 2>&1 9>&- &
  remember griot $!
  wait_until 60 eval 'is_ready || is_gone griot'
  is_ready || fail "griot did not get ready; the end of $DIR/log/griot.log:
$(tail -5 "$DIR/log/griot.log")"
}

# What was in flight is finished and acknowledged before it ends.
stop_griot() { end griot TERM 30; }

# Once, even if it is removed then. Its project is its own; the user's stays empty.
load_demo() {
  [ ! -e "$DIR/demo-loaded" ] || return 0
  step "Demo: sixty days of a business that does not exist, in the project demo"
  "$GRIOT" demo --users 2000 --days 60 --seed 1 --data "$DIR" >/dev/null ||
    fail "the demo could not be loaded; --no-demo goes without it"
  touch "$DIR/demo-loaded"
}

# As long as griot runs and the demo is there: what happens in it today.
go_on_with_demo() {
  [ "$(query -At "select settings->'demo' ? 'end' from projects where id = 'demo'")" = t ] || return 0
  setsid "$GRIOT" demo --live --data "$DIR" </dev/null >>"$DIR/log/demo.log" 2>&1 9>&- &
  remember demo $!
}

stop_demo() { end demo TERM 10; }

# query OPTION… SQL
query() { psql -X -q "${@:1:$#-1}" -c "${@: -1}" "$(get_env GRIOT_PG)"; }

show_arrived() {
  local sql
  step "What is stored"
  sql="select project, channel, count(*) as events, count(distinct session_id) as sessions,
              min(occurred_at)::date as first, max(occurred_at)::date as last
       from events group by 1, 2 order by 1, 2"
  query -P footer=off "$sql"
  step "Ledger: what became of all that was accepted"
  "$GRIOT" ledger --data "$DIR"
}

# As long as nobody can sign in. What it prints stands in no file and no log.
show_first_link() {
  local link
  link=$("$GRIOT" user link --data "$DIR" 2>/dev/null) || return 0
  say "
Sign in, the first time: $link
(it works once, for a day; griot user link --data $DIR prints another)"
}

show_addresses() {
  local url port host
  url=$(get_env GRIOT_URL)
  port=${url##*:}
  step "griot runs at $url"
  cat <<TEXT
  web events        $url/v1/capture          (header X-Write-Key: see $DIR/env)
  Segment's SDKs    $url                     (their host; the write key is the same)
  WhatsApp          $url/webhooks/whatsapp
  your site         $url/griot.js            (docs/griot-js.md)
  dashboard         $url/overview            (whoever signed in)
  health            $url/health/ready
  metrics           $url/metrics
  log               $DIR/log/griot.log
  database          psql "\$(sed -n s/^GRIOT_PG=//p $DIR/env)"
  stop              ./run stop --data $DIR
TEXT
  if [ -n "${SSH_CONNECTION:-}" ]; then
    # client address, client port, our address, our port
    host=$(printf '%s' "$SSH_CONNECTION" | cut -d' ' -f3)
    printf '  from your machine ssh -L %s:127.0.0.1:%s %s@%s\n' "$port" "$port" "$(id -un)" "$host"
  fi
}
