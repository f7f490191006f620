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

nothing_in_flight() {
  "$GRIOT" ledger --data "$DIR" --json | "$PYTHON" -c '
import json, sys
ledger = json.load(sys.stdin)
sys.exit(not ledger["balanced"] or ledger["total"]["in_flight"] != 0)'
}

# Once: what it sends has ids, so a second time would add nothing but the times are of its day.
play_demo() {
  local key
  [ ! -e "$DIR/demo-played" ] || return 0
  step "Demo: a web visit and a WhatsApp conversation, through the real doors"
  if [ -z "$(get_env GRIOT_DEMO_WRITE_KEY)" ]; then
    key=$(new_key demo) || fail "no write key could be made for the demo"
    set_env GRIOT_DEMO_WRITE_KEY "$key"
  fi
  "$PYTHON" "$GRIOT_ROOT/deploy/demo/play.py" "$DIR/env" || fail "the demo could not be played"
  wait_until 30 nothing_in_flight || fail "the demo's events did not arrive within 30 s; griot ledger --data $DIR says more"
  touch "$DIR/demo-played"
}

# query OPTION… SQL
query() { psql -X -q "${@:1:$#-1}" -c "${@: -1}" "$(get_env GRIOT_PG)"; }

show_arrived() {
  local sql
  step "What is stored"
  query -At "select count(*) || ' events, ' || count(distinct session_id) || ' sessions' from events"
  sql="select e.project, e.channel, e.name, count(*) as events, count(distinct e.session_id) as sessions
       from events e group by 1, 2, 3 order by 1, 2, min(e.occurred_at), 3"
  query -P footer=off "$sql"
  step "Ledger: what became of all that was accepted"
  "$GRIOT" ledger --data "$DIR"
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
