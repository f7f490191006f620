// A site and, under another origin, a capture door that keeps what it is sent.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const read = (name) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8');

const listen = (handler) => new Promise((done) => {
  const server = createServer(handler).listen(0, '127.0.0.1', () => done(server));
});

const body = async (request) => {
  let text = '';
  for await (const part of request) text += part;
  return text;
};

const POLICIES = { nonce: "script-src 'nonce-n0'", files: "script-src 'self' GRIOT" };

/** The README's, as people will paste it, or the readable one. */
const snippet = (pasted, address, key, options) =>
  (pasted ? read('README.md').split('<script>')[1].split('</script>')[0] : read('snippet.js'))
    .replace(/['"]https:.*griot\.js['"]/, address)
    .replace(/griot\.init\(.YOUR_WRITE_KEY.\)/, `griot.init('${key}', ${options})`);

/** `griot`: the address of one whose script and door its pages use instead. */
export const startSite = async (griot) => {
  const script = read('dist/griot.js');
  const site = {
    key: 'wk', requests: [], status: 200, headers: {}, hold: 0,
    /** Events that were kept, as often as they came. */
    get events() { return site.requests.filter((r) => r.status === 200).flatMap((r) => r.body?.batch ?? []); },
    get ids() { return site.events.map((e) => e.messageId); },
    named: (name) => site.events.filter((e) => (e.event ?? e.type) === name),
    clear() { site.requests = []; site.status = 200; site.headers = {}; site.hold = 0; },
  };

  const door = await listen(async (request, response) => {
    if (request.url.endsWith('/griot.js')) {
      return response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(script);
    }
    const { status, headers, hold } = site;
    const text = await body(request);
    const seen = { method: request.method, url: request.url, type: request.headers['content-type'], bytes: Buffer.byteLength(text), status };
    if (request.method === 'POST') seen.body = JSON.parse(text);
    site.requests.push(seen);
    if (hold) await new Promise((done) => setTimeout(done, hold));
    response.writeHead(status, {
      'Access-Control-Allow-Origin': request.headers.origin ?? '*', 'Access-Control-Allow-Credentials': 'true',
      'Access-Control-Expose-Headers': 'Retry-After', ...headers,
    }).end('{"status":"success"}');
  });
  site.door = griot ?? `http://127.0.0.1:${door.address().port}`;

  const pages = await listen((request, response) => {
    const { pathname, searchParams } = new URL(request.url, 'http://site');
    const say = (type, text, headers = {}) => response.writeHead(200, { 'Content-Type': type, ...headers }).end(text);
    if (pathname === '/own.js') return say('text/javascript', '(window.griot ||= []).push(["track", "pushed"])');
    if (pathname === '/react.js') return say('text/javascript', site.react);
    if (pathname === '/react') {
      return say('text/html', `<!doctype html><body><script>window.door = "${site.door}/v1/capture"</script>
        <script src="/react.js"></script></body>`);
    }
    const csp = searchParams.get('csp');
    const policy = POLICIES[csp] && { 'Content-Security-Policy': `default-src 'none'; connect-src ${site.door}; ` +
      POLICIES[csp].replace('GRIOT', site.door) };
    const address = JSON.stringify(`${site.door}${searchParams.get('folder') ?? ''}/griot.js`);
    const head = csp === 'files'
      ? `<script src="/own.js"></script><script async src=${address} data-key="${site.key}" data-options='{"clicks":true}'></script>`
      : `<script nonce="n0">${snippet(csp === 'nonce', address, site.key, searchParams.get('options') ?? '{}')}</script>`;
    say('text/html', `<!doctype html><html><head><title>Page ${pathname}</title>${head}</head><body>
      <button id="buy" data-griot="Buy">Buy now</button>
      <form id="order"><input name="phone" required><button id="submit">Send</button></form>
      <div style="height:4000px"></div></body></html>`, policy);
  });
  site.url = `http://127.0.0.1:${pages.address().port}`;
  site.at = (path, options = {}) => {
    const url = new URL(path, site.url);
    url.searchParams.set('options', JSON.stringify(options));
    return url.href;
  };
  site.close = () => [door, pages].forEach((server) => { server.close(); server.closeAllConnections(); });
  return site;
};
