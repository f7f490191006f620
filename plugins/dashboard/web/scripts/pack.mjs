// Puts the exported pages into one file that goes into the plugin (../site/site.h reads it):
//   node scripts/pack.mjs out FILE
// A line of words for each file, an empty line, then all bytes. Compressed here, once.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join, relative } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const [from, to] = process.argv.slice(2);
const types = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.txt': 'text/x-component',
  '.json': 'application/json', '.woff2': 'font/woff2', '.svg': 'image/svg+xml', '.png': 'image/png', '.ico': 'image/x-icon', '.map': 'application/json',
};
const sha256 = (bytes, encoding) => createHash('sha256').update(bytes).digest(encoding);

// "/overview" is overview.html: where a browser finds it, or null for what nobody asks for.
function addressOf(name) {
  if (name === 'index.html') return '/';
  if (name === '404.html' || name.startsWith('_not-found')) return null;
  return '/' + (name.endsWith('.html') ? name.slice(0, -5) : name);
}

// Inline scripts run only where the page's policy names them by their hashes.
const scripts = (html) => [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(([, text]) => `'sha256-${sha256(text, 'base64')}'`);

const lines = [];
const blobs = [];
let at = 0;
function keep(bytes) {
  blobs.push(bytes);
  at += bytes.length;
  return `${at - bytes.length} ${bytes.length}`;
}

const files = readdirSync(from, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
for (const path of files.map((file) => join(file.parentPath, file.name)).sort()) {
  const name = relative(from, path);
  const address = addressOf(name);
  const type = types[extname(name)];
  if (address === null) continue;
  if (!type || /[\s:*]/.test(address)) throw new Error(`${name}: what is this?`);
  const raw = readFileSync(path);
  const gzip = gzipSync(raw, { level: 9 });
  const brotli = brotliCompressSync(raw, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  const small = gzip.length < raw.length * 0.95;
  const policy = extname(name) === '.html' ? [...new Set(scripts(raw.toString()))].join(' ') : '';
  const immutable = address.startsWith('/_next/static/') ? 1 : 0;
  lines.push([address, type, immutable, sha256(raw, 'hex').slice(0, 32), policy, keep(raw), small ? keep(gzip) : '0 0', small ? keep(brotli) : '0 0'].join('\t'));
}
writeFileSync(to, Buffer.concat([Buffer.from(lines.join('\n') + '\n\n'), ...blobs]));
