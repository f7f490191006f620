// One of each call, as a program of Segment's customers makes them: node calls.js HOST KEY.
// Prints what is answered, a line each, and in the end the messages' ids by call.
import { Analytics } from '@segment/analytics-node'

const [host, writeKey] = process.argv.slice(2)
const analytics = new Analytics({ host, writeKey, flushAt: 2 })
analytics.on('http_response', ({ status }) => console.log('http', status))
analytics.on('error', ({ code, reason }) => console.log('error', code, String(reason)))

const calls = {
  identify: { userId: 'u-1', traits: { email: 'ann@example.org', plan: 'pro' } },
  track: {
    userId: 'u-1',
    event: 'Order Completed',
    properties: { total: 12.5, currency: 'XOF' },
    timestamp: new Date('2026-03-04T10:30:00.250Z'),
    context: { channel: 'server', ip: '198.51.100.7' },
    integrations: { All: false },
  },
  page: {
    anonymousId: 'a-1',
    category: 'Docs',
    name: 'Home',
    properties: { url: 'https://shop.example/docs?x=1', title: 'Docs', referrer: 'https://example.org/' },
  },
  screen: { anonymousId: 'a-1', name: 'Cart', properties: { items: 3 } },
  group: { userId: 'u-1', groupId: 'g-1', traits: { name: 'Example Ltd' } },
  alias: { userId: 'u-1', previousId: 'a-1' },
}

const ids = {}
for (const [call, message] of Object.entries(calls)) {
  analytics[call](message, (error, context) => {
    ids[call] = error ? String(error) : context.event.messageId
  })
}
await analytics.closeAndFlush()
console.log('ids', JSON.stringify(ids))
