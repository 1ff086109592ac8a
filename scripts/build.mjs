// Builds dist/: the command line as one bundle with lazy chunks, the library for Node and browsers, and its types.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { build } from 'esbuild';

rmSync('dist', { recursive: true, force: true });

await build({
  entryPoints: ['cli/quorate.ts'],
  outdir: 'dist/cli',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  minifySyntax: true,
  minifyWhitespace: true,
  chunkNames: 'chunks/[name]-[hash]',
  // Native code and WebAssembly cannot be bundled.
  external: ['@resvg/resvg-js', 'highs'],
  // CommonJS packages that a bundle of ES modules carries may still call require for Node's own modules.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});

await build({
  entryPoints: ['src/index.ts'],
  outfile: 'dist/lib/index.js',
  bundle: true,
  format: 'esm',
  // The browser platform has no node:* modules: that the bundle builds is the proof that src/ is pure.
  platform: 'browser',
  target: 'es2022',
  logLevel: 'warning',
});

// What the pages of quorate report carry.
await import('./viewer.mjs');

const types = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.types.json'], {
  stdio: 'inherit',
});
process.exitCode = types.status ?? 1;
