// Builds dist/: all of it, with --types what TypeScript's compiler left to do, with --tests build/test/.
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

process.chdir(fileURLToPath(new URL('.', import.meta.url)));
const common = { bundle: true, target: 'es2020', logLevel: 'warning', legalComments: 'none' };

const dist = { ...common, outdir: 'dist' };

// Members that end in _ never leave the bundle, so they need no names.
const small = { ...dist, minify: true, mangleProps: /_$/ };

const FORMATS = [['esm', '.js'], ['cjs', '.cjs']];

const tests = async () => {
  rmSync('build/test', { recursive: true, force: true });
  const entryPoints = readdirSync('test').filter((f) => f.endsWith('.test.ts')).map((f) => `test/${f}`);
  await build({ ...common, entryPoints, outdir: 'build/test', format: 'esm', platform: 'node', external: ['react'],
    outExtension: { '.js': '.mjs' } });
};

// What `require` finds has types of its own, or TypeScript takes them for those of an ES module.
const types = () => {
  for (const file of readdirSync('dist').filter((f) => f.endsWith('.d.ts'))) {
    const text = readFileSync(`dist/${file}`, 'utf8').replace(/(['"]\.\/\w+)\.js(['"])/g, '$1.cjs$2');
    writeFileSync(`dist/${file.replace(/ts$/, 'cts')}`, text);
  }
};

const all = async () => {
  await build({ ...small, entryPoints: { griot: 'src/browser.ts', sdk: 'src/sdk.ts' }, format: 'iife' });
  for (const [format, js] of FORMATS) {
    const outExtension = { '.js': js };
    await build({ ...small, entryPoints: ['src/index.ts'], format, outExtension });
    // The helper shares the package's client, so that one stays outside of it.
    await build({ ...dist, entryPoints: ['src/react.ts'], format, outExtension, external: ['react'],
      banner: { js: "'use client';" }, plugins: [{
        name: 'index',
        setup: (b) => b.onResolve({ filter: /^\.\/index\.js$/ }, () => ({ path: './index' + js, external: true })),
      }] });
  }
};

await (process.argv.includes('--tests') ? tests() : process.argv.includes('--types') ? types() : all());
