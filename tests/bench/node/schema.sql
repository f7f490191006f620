create table bench_events (
  id uuid primary key, occurred_at timestamptz, received_at timestamptz, channel text, name text,
  user_id text, session_id text, properties jsonb);
create index on bench_events (user_id, occurred_at);
create index on bench_events (name, occurred_at);
create index on bench_events (session_id);
