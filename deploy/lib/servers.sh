# shellcheck shell=bash
# A Redis and a Postgres of our own under $DIR. They listen on 127.0.0.1 alone, ask for a password,
# and lose nothing that they confirmed, whatever happens to them.

postgres_bin() {
  local found
  found=$(compgen -G '/usr/lib/postgresql/*/bin/postgres' | sort -V | tail -1)
  [ -n "$found" ] || fail "Postgres is not installed"
  say "${found%/*}"
}

# Postgres refuses to run as root, so then it runs as the user that its package made.
as_postgres() {
  if is_root; then
    # From a folder that it can be in.
    (cd / && exec setpriv --reuid=postgres --regid=postgres --init-groups -- "$@")
  else
    "$@"
  fi
}

# Sets CLUSTER, the folder of the database, and makes it if need be. As root it belongs to the user
# postgres, who may pass through $DIR but not look around in it. Where even the way to $DIR is closed
# to that user (/root is), the cluster lives in /var/lib/griot and $DIR/postgres is a link to it.
find_cluster() {
  CLUSTER=$DIR/postgres
  if [ -e "$CLUSTER" ]; then
    CLUSTER=$(readlink -f "$CLUSTER")
    return
  fi
  if ! is_root; then
    mkdir -m 700 "$CLUSTER"
    return
  fi
  chgrp postgres "$DIR" && chmod 710 "$DIR"
  if ! as_postgres test -x "$DIR/." 2>/dev/null; then
    CLUSTER=/var/lib/griot/$(printf '%s' "$DIR" | sha256sum | cut -c1-16)
    say "The user postgres cannot reach $DIR, so the database lives in $CLUSTER."
    install -d -m 711 /var/lib/griot
    ln -sfn "$CLUSTER" "$DIR/postgres"
  fi
  install -d -m 700 -o postgres -g postgres "$CLUSTER"
}

# single_user SQL: before anything listens.
single_user() {
  printf '%s\n' "$1" |
    as_postgres "$(postgres_bin)/postgres" --single -D "$CLUSTER" postgres >>"$DIR/log/initdb.log" 2>&1
}

# The superuser has no password, hence no way in. The login `griot` owns its database and may make
# the roles that `griot migrate` needs.
make_cluster() {
  local password=$1
  # What an interrupted first start left is of no use.
  find "$CLUSTER" -mindepth 1 -delete
  as_postgres "$(postgres_bin)/initdb" -D "$CLUSTER" -U postgres --auth-local=peer \
    --auth-host=scram-sha-256 --encoding=UTF8 --locale=C.UTF-8 >"$DIR/log/initdb.log" 2>&1 &&
    single_user "create role griot login createrole password '$password';" &&
    single_user "create database griot owner griot;" &&
    as_postgres tee -a "$CLUSTER/postgresql.conf" <<<"include_if_exists = 'griot.conf'" >/dev/null &&
    as_postgres touch "$CLUSTER/griot-made" ||
    fail "the database could not be made; see $DIR/log/initdb.log"
}

start_postgres() {
  local bin port password
  bin=$(postgres_bin)
  password=$(get_env GRIOT_PG | sed -n 's|^postgresql://griot:\([0-9a-f]*\)@.*|\1|p')
  port=$(get_env GRIOT_PG | sed -n 's|.*:\([0-9]*\)/griot$|\1|p')
  if pid_of postgres >/dev/null; then return; fi
  find_cluster
  if [ ! -e "$CLUSTER/griot-made" ]; then
    password=$(random_hex 24)
    make_cluster "$password"
  elif [ -z "$password" ]; then # somebody removed the env file
    password=$(random_hex 24)
    single_user "alter role griot password '$password';"
  fi
  # Confirmed is on disk: fsync, full_page_writes and synchronous_commit are as Postgres has them.
  # The rest lets a busy writer work without a checkpoint every few seconds.
  port=$(free_port "${port:-0}")
  as_postgres tee "$CLUSTER/griot.conf" >/dev/null <<CONF
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = ''
max_connections = 50
shared_buffers = 256MB
max_wal_size = 4GB
min_wal_size = 256MB
wal_compression = lz4
checkpoint_completion_target = 0.9
autovacuum_naptime = 15s
log_line_prefix = '%m [%p] %q%a '
cluster_name = 'griot'
CONF
  # A session of its own: Ctrl-C ends this script, which then ends the others in order.
  as_postgres_daemon "$bin/postgres" -D "$CLUSTER"
  set_env GRIOT_PG "postgresql://griot:$password@127.0.0.1:$port/griot"
  wait_until 60 eval "'$bin/pg_isready' -q -h 127.0.0.1 -p $port || is_gone postgres"
  "$bin/pg_isready" -q -h 127.0.0.1 -p "$port" ||
    fail "Postgres did not start; see $DIR/log/postgres.log"
}

as_postgres_daemon() {
  local drop=''
  is_root && drop='setpriv --reuid=postgres --regid=postgres --init-groups --'
  # shellcheck disable=SC2086
  setsid $drop "$@" </dev/null >>"$DIR/log/postgres.log" 2>&1 9>&- &
  remember postgres $!
}

start_redis() {
  local port password
  pid_of redis >/dev/null && return
  password=$(get_env GRIOT_REDIS | sed -n 's|^redis://:\([0-9a-f]*\)@.*|\1|p')
  port=$(get_env GRIOT_REDIS | sed -n 's|.*:\([0-9]*\)$|\1|p')
  password=${password:-$(random_hex 24)}
  port=$(free_port "${port:-0}")
  mkdir -p "$DIR/redis"
  # Every confirmed write is on disk (appendfsync always), and a full memory refuses writes instead
  # of forgetting old ones. In a file because a command line can be read by anyone.
  cat >"$DIR/redis/redis.conf" <<CONF
bind 127.0.0.1
port $port
requirepass $password
dir "$DIR/redis"
logfile "$DIR/log/redis.log"
daemonize no
appendonly yes
appendfsync always
no-appendfsync-on-rewrite no
auto-aof-rewrite-min-size 256mb
save ""
maxmemory 1gb
maxmemory-policy noeviction
CONF
  setsid redis-server "$DIR/redis/redis.conf" </dev/null >>"$DIR/log/redis.log" 2>&1 9>&- &
  remember redis $!
  set_env GRIOT_REDIS "redis://:$password@127.0.0.1:$port"
  wait_until 60 eval "redis_answers $port $password || is_gone redis"
  redis_answers "$port" "$password" || fail "Redis did not start; see $DIR/log/redis.log"
}

redis_answers() {
  [ "$(REDISCLI_AUTH=$2 redis-cli -p "$1" ping 2>/dev/null)" = PONG ]
}

# Redis last: griot and Postgres may still have something to tell it. Both write down what they hold.
stop_servers() {
  end postgres INT 60
  end redis TERM 60
}
