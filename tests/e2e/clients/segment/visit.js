// A visit to a site that has Segment's browser SDK, in Chromium: node visit.js HOST KEY.
// The site sets its host and its key, and nothing else. Prints what is answered, a line each, and in
// the end, when every event was taken, the messages' ids and anonymous ids by call.
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { chromium } from 'playwright-core'

const [host, writeKey] = process.argv.slice(2)
const { outputFiles: [bundle] } = await build({
  stdin: {
    contents: "import { AnalyticsBrowser } from '@segment/analytics-next'; window.AnalyticsBrowser = AnalyticsBrowser",
    resolveDir: fileURLToPath(new URL('.', import.meta.url)),
  },
  bundle: true, write: false, format: 'iife', platform: 'browser', logLevel: 'error', define: { 'process.env.NODE_ENV': '"production"' },
})

const site = createServer(({ url }, response) => url === '/sdk.js'
  ? response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(bundle.text)
  : response.writeHead(200, { 'Content-Type': 'text/html' }).end(`<!doctype html><title>The shop</title>
      <script src="/sdk.js"></script>
      <script>window.analytics = AnalyticsBrowser.load({ writeKey: '${writeKey}', cdnURL: '${host}' })</script>`))
await new Promise((done) => site.listen(0, '127.0.0.1', done))

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] })
try {
  const page = await browser.newPage()
  const taken = new Map()
  let told
  const all = new Promise((done) => { told = done })
  page.on('pageerror', (error) => console.log('fault', String(error)))
  page.on('response', (response) => {
    const request = response.request()
    if (request.method() !== 'POST') return console.log('got', response.status(), new URL(response.url()).pathname)
    console.log('http', response.status(), new URL(response.url()).pathname)
    const { messageId } = JSON.parse(request.postData())
    if (response.status() === 200) taken.set(messageId, (taken.get(messageId) ?? 0) + 1)
    if (taken.size === 8) told()
  })
  await page.goto(`http://127.0.0.1:${site.address().port}/shop?utm_source=wa&utm_campaign=june`)
  const calls = await page.evaluate(async () => {
    const calls = {}
    const make = async (name, call) => {
      const { event } = await call
      calls[name] = { id: event.messageId, anonymous: event.anonymousId }
    }
    await make('page', analytics.page('Docs', 'Home', { plan: 'pro' }))
    await make('track', analytics.track('Order Completed', { total: 12.5 }))
    await make('identify', analytics.identify('u-1', { email: 'ann@example.org' }))
    await make('screen', analytics.screen('Cart', { items: 3 }))
    await make('group', analytics.group('g-1', { name: 'Example Ltd' }))
    await make('alias', analytics.alias('u-1', 'old-1'))
    await make('signed in', analytics.track('signed in'))
    await analytics.reset()
    await make('after', analytics.track('after'))
    return calls
  })
  await all
  console.log('ids', JSON.stringify(calls))
} finally {
  await browser.close()
  site.close()
}
