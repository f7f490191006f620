// Stream → 30-minute sessions in memory → INSERT … ON CONFLICT DO NOTHING → XACK.
import { randomUUID } from 'node:crypto';

import Redis from 'ioredis';
import pg from 'pg';

const STREAM = 'bench:events';
const GROUP = 'processors';
const IDLE_MS = 30 * 60 * 1000;

const redis = new Redis(process.env.REDIS_URL);
const db = new pg.Client(process.env.PG_URL);
await db.connect();
await redis.xgroup('CREATE', STREAM, GROUP, '0', 'MKSTREAM').catch(() => {});

const sessions = new Map();
function sessionOf(user, time) {
  let session = sessions.get(user);
  if (!session || time - session.last > IDLE_MS) session = { id: randomUUID(), last: time };
  session.last = Math.max(session.last, time);
  sessions.set(user, session);
  return session.id;
}

for (;;) {
  const read = await redis.xreadgroup(
    'GROUP', GROUP, 'one', 'COUNT', 1000, 'BLOCK', 1000, 'STREAMS', STREAM, '>');
  if (!read) continue;
  const entries = [];
  const columns = [[], [], [], [], [], [], [], []];
  for (const [entry, [, json]] of read[0][1]) {
    const e = JSON.parse(json);
    entries.push(entry);
    const row = [e.id, e.occurredAt, e.receivedAt, e.channel, e.name, e.userId,
      sessionOf(e.userId, Date.parse(e.occurredAt)), JSON.stringify(e.properties)];
    row.forEach((value, i) => columns[i].push(value));
  }
  await db.query(
    `insert into bench_events select * from unnest($1::uuid[], $2::timestamptz[],
       $3::timestamptz[], $4::text[], $5::text[], $6::text[], $7::text[], $8::jsonb[])
     on conflict do nothing`, columns);
  await redis.xack(STREAM, GROUP, ...entries);
}
