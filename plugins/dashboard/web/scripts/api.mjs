// Writes src/api/reports.ts from a running griot's description of itself:
//   node scripts/api.mjs http://127.0.0.1:8080 [FILE]
import { writeFileSync } from 'node:fs';

const [url = 'http://127.0.0.1:8080', file = new URL('../src/api/reports.ts', import.meta.url)] = process.argv.slice(2);
const document = await (await fetch(url + '/api/v1/openapi.json')).json();

const nameOf = (path) => path.replace('/api/v1', '').replaceAll(/\{(\w+)\}/g, ':$1');

function typeOf(schema) {
  if (schema.type === 'array') return typeOf(schema.items) + '[]';
  if (schema.type === 'object') {
    const members = Object.entries(schema.properties ?? {}).map(([name, of]) => `${JSON.stringify(name)}: ${typeOf(of)}`);
    return `{ ${members.join('; ')} }`;
  }
  const types = [schema.type ?? 'unknown'].flat().map((type) => (type === 'integer' ? 'number' : type));
  return types.join(' | ');
}

const reports = Object.entries(document.paths)
  .map(([path, { get }]) => [nameOf(path), get])
  .filter(([, get]) => get?.responses['200']?.content?.['application/json']?.schema.properties?.data)
  .sort(([a], [b]) => (a < b ? -1 : 1));

const lines = ["// Made by scripts/api.mjs from griot's OpenAPI document: do not edit.", '', 'export interface Reports {'];
for (const [path, get] of reports) {
  const { data } = get.responses['200'].content['application/json'].schema.properties;
  lines.push(`  '${path}': {`);
  for (const [part, schema] of Object.entries(data.properties)) lines.push(`    ${part}: ${typeOf(schema)};`);
  lines.push('  };');
}
lines.push('}', '', '// What each of them may be asked with.', 'export const parameters: Record<keyof Reports, readonly string[]> = {');
for (const [path, get] of reports) {
  const names = get.parameters.filter((parameter) => parameter.in === 'query').map((parameter) => parameter.name);
  lines.push(`  '${path}': [${names.map((name) => `'${name}'`).join(', ')}],`);
}
lines.push('};', '');
writeFileSync(file, lines.join('\n'));
