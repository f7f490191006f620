// POST /v1/collect: one event a request; answered once Redis has it, the same promise as griot's.
import { randomUUID } from 'node:crypto';

import Fastify from 'fastify';
import Redis from 'ioredis';

const redis = new Redis(process.env.REDIS_URL, { enableAutoPipelining: true });
const app = Fastify({ logger: false });

app.post('/v1/collect', async (request, reply) => {
  const body = request.body;
  if (typeof body?.event !== 'string') return reply.code(400).send({ error: 'event is missing' });
  const now = new Date().toISOString();
  const event = {
    id: body.messageId ?? randomUUID(),
    name: body.event,
    channel: body.channel ?? 'web',
    userId: body.userId ?? body.anonymousId,
    occurredAt: body.timestamp ?? now,
    receivedAt: now,
    properties: body.properties ?? {},
  };
  await redis.xadd('bench:events', '*', 'event', JSON.stringify(event));
  return { ok: true };
});

await app.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });
