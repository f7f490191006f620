# shellcheck shell=bash
# Builds, with step and percent.

# The plugins that a pipeline file uses, which are also the names of their targets.
plugins_of() { sed -n 's/^[^#]*plugin: *\([a-z0-9_-]*\).*/\1/p' "$1" | sort -u; }

# Ninja rewrites one line on a terminal; in a log, a line for each tenth says as much. What
# failed is shown whole, everywhere.
show_progress() {
  local line percent shown=-10
  while IFS= read -r line; do
    case $line in 'ninja: no work'* | 'ninja: Entering'* | *'Re-checking glob'*) continue ;; esac
    if [[ $line =~ ^\[\ *([0-9]+)%.*\]\ (.*) ]]; then
      percent=${BASH_REMATCH[1]}
      [ "$percent" -ge $((shown + 10)) ] || continue
      shown=$percent
    fi
    printf '%s\n' "$line"
  done
}

configure() {
  local folder=$GRIOT_ROOT/build/$1 said
  [ ! -e "$folder/build.ninja" ] || return 0
  if ! said=$(cd "$GRIOT_ROOT" && cmake --preset "$1" 2>&1); then
    rm -f "$folder/build.ninja" # or the next try would take it for configured
    warn "$said"
    fail "CMake could not configure the preset $1"
  fi
}

# GCC's ThreadSanitizer cannot place its shadow where a kernel spreads addresses widely, and the
# build runs test binaries to list their tests.
unspread() {
  if setarch "$(uname -m)" -R true 2>/dev/null; then
    setarch "$(uname -m)" -R "$@"
  else
    "$@"
  fi
}

# build PRESET [TARGET…]: says what to do where it fails, and leaves to the caller whether all ends.
build() {
  local preset=$1 folder=$GRIOT_ROOT/build/$1 code
  shift
  configure "$preset"
  export NINJA_STATUS='[%p %f/%t] '
  if [ -t 1 ]; then
    unspread ninja -C "$folder" "$@" && code=0 || code=$?
  else
    unspread ninja -C "$folder" "$@" 2>&1 | show_progress && code=0 || code=$?
  fi
  [ "$code" -eq 0 ] || warn "griot: the build failed; to see it again: ninja -C $folder $*"
  return "$code"
}
