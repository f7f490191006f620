# shellcheck shell=bash
# Installs what deploy/packages.txt names and is not here yet. Creates and starts no service.

# packages GROUP…: the names of these groups, without those whose command is there from elsewhere.
packages() {
  local groups=" $* " group='' word rest
  while read -r word rest; do
    case $word in
      '[build]' | '[run]' | '[test]' | '[lint]') group=${word:1:-1} ;;
      '' | '#'*) ;;
      *)
        case $groups in *" $group "*) ;; *) continue ;; esac
        case $word in */*) command -v "${word#*/}" >/dev/null && continue ;; esac
        say "${word%%/*}"
        ;;
    esac
  done <"$GRIOT_ROOT/deploy/packages.txt"
}

# missing_packages GROUP…: those of them that are not installed.
missing_packages() {
  local wanted
  wanted=$(packages "$@")
  # shellcheck disable=SC2086
  { dpkg-query -W -f='${db:Status-Status} ${Package}\n' $wanted 2>/dev/null || true; } |
    sed -n 's/^installed //p' | grep -vxF -f - <(say "$wanted") || true
}

# as_root COMMAND…: as root, or with sudo.
as_root() {
  if is_root; then
    "$@"
  else
    $SUDO "$@"
  fi
}

# Sets SUDO; false when there is no way to become root.
find_sudo() {
  SUDO=''
  is_root && return 0
  command -v sudo >/dev/null || return 1
  if sudo -n true 2>/dev/null; then
    SUDO='sudo -n'
  elif [ -t 0 ]; then
    SUDO=sudo # asks for the password
  else
    return 1
  fi
}

# Debian starts and enables a service as its package is installed. Ours are private to a folder, so
# none of that may happen: a policy forbids starting while we install, Postgres is told to make no
# cluster, and what was newly enabled is disabled again. What was here before stays as it was.
install_quietly() {
  local policy=/usr/sbin/policy-rc.d clusters=/etc/postgresql-common/createcluster.conf
  local made_policy='' made_clusters='' enabled='' service code=0
  for service in redis-server postgresql nginx; do
    [ -e "/lib/systemd/system/$service.service" ] || enabled+=" $service"
  done
  if [ ! -e $policy ]; then
    made_policy=yes
    printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null
    as_root chmod 755 $policy
  fi
  if [ ! -e $clusters ]; then
    made_clusters=yes
    as_root mkdir -p "${clusters%/*}"
    printf 'create_main_cluster = false\n' | as_root tee $clusters >/dev/null
  fi
  as_root apt-get update -qq || warn "apt-get update failed; trying with the lists that are here"
  as_root env DEBIAN_FRONTEND=noninteractive UCF_FORCE_CONFFOLD=1 apt-get install -y -q --no-install-recommends \
    -o Dpkg::Options::=--force-confold -o Dpkg::Use-Pty=0 "$@" || code=1
  [ -z "$made_policy" ] || as_root rm -f $policy
  if [ -n "$made_clusters" ]; then
    if [ -e /usr/share/postgresql-common/createcluster.conf ]; then
      as_root cp /usr/share/postgresql-common/createcluster.conf $clusters
    else
      as_root rm -f $clusters
    fi
  fi
  for service in $enabled; do
    [ -e "/lib/systemd/system/$service.service" ] || continue
    as_root deb-systemd-helper disable "$service.service" >/dev/null 2>&1 || true
    as_root update-rc.d "$service" disable >/dev/null 2>&1 || true
  done
  return $code
}

# install_packages GROUP…: names what is missing, asks on a terminal unless $YES, and installs it.
install_packages() {
  local missing answer command
  missing=$(missing_packages "$@" | tr '\n' ' ')
  [ -n "${missing// /}" ] || return 0
  say "These Debian packages are missing: $missing"
  command -v apt-get >/dev/null || fail "these scripts install from Debian 12's packages; there is no apt-get"
  command="apt-get install -y --no-install-recommends $missing"
  find_sudo || fail "you are not root and there is no sudo; as root, run
  apt-get update && $command
and then this again."
  if [ -t 0 ] && [ -z "${YES:-}" ]; then
    read -r -p "Install them with apt-get now? No service is started. [Y/n] " answer
    case $answer in [nN]*) fail "not installed; the command is: $command" ;; esac
  fi
  # shellcheck disable=SC2086
  install_quietly $missing || fail "apt-get failed; the command was: $command"
}
