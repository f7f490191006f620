# shellcheck shell=bash
# DIR/env: the addresses and secrets of this DIR, for griot, for scripts (`set -a; . DIR/env`) and
# for people. Lines of the user's own stay.

get_env() { sed -n "s/^$1=//p" "$DIR/env" 2>/dev/null | tail -1; }

set_env() {
  [ "$(get_env "$1")" != "$2" ] || return 0
  (
    umask 077
    { grep -v "^$1=" "$DIR/env" 2>/dev/null || true; } >"$DIR/env.new"
    printf '%s=%s\n' "$1" "$2" >>"$DIR/env.new"
  )
  mv "$DIR/env.new" "$DIR/env"
}

# ensure_env NAME VALUE: sets it where it is not set yet.
ensure_env() { [ -n "$(get_env "$1")" ] || set_env "$1" "$2"; }

# griot prefers the environment to the file. Somebody's GRIOT_PG for their real database must not
# send this DIR's events there.
forget_environment() {
  unset GRIOT_URL GRIOT_PG GRIOT_REDIS GRIOT_LISTEN GRIOT_WRITE_KEY GRIOT_DEMO_WRITE_KEY GRIOT_KEY_SECRET GRIOT_PUBLIC_URL \
    GRIOT_WHATSAPP_SECRET GRIOT_WHATSAPP_VERIFY_TOKEN GRIOT_DATA GRIOT_PLUGINS
}
