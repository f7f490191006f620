// Builds dist/ (and build/test/ with --tests).
import { readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

process.chdir(fileURLToPath(new URL('.', import.meta.url)));
const common = { bundle: true, target: 'es2020', logLevel: 'warning', legalComments: 'none' };

const dist = { ...common, outdir: 'dist' };

// Members that end in _ never leave the bundle, so they need no names.
const small = { ...dist, minify: true, mangleProps: /_$/ };

if (process.argv.includes('--tests')) {
  rmSync('build/test', { recursive: true, force: true });
  const entryPoints = readdirSync('test').filter((f) => f.endsWith('.test.ts')).map((f) => `test/${f}`);
  await build({ ...common, entryPoints, outdir: 'build/test', format: 'esm', platform: 'node', external: ['react'],
    outExtension: { '.js': '.mjs' } });
} else {
  await build({ ...small, entryPoints: { griot: 'src/browser.ts' }, format: 'iife' });
  await build({ ...small, entryPoints: ['src/index.ts'], format: 'esm' });
  // The helper shares the package's client, so that one stays outside of it.
  await build({ ...dist, entryPoints: ['src/react.ts'], format: 'esm', external: ['react', './index'],
    banner: { js: "'use client';" }, plugins: [{
      name: 'index', setup: (b) => b.onResolve({ filter: /^\.\/index$/ }, () => ({ path: './index.js', external: true })),
    }] });
}
