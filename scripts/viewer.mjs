// Builds the script that a report's page carries: vega's runtime, as far as the charts need it, with its interpreter.
import { build } from 'esbuild';

/** Parts of vega that no chart of ours uses, and what stands in for them: pages are to stay small. */
const UNUSED = {
  // Named colour schemes: our colours are given one by one.
  'd3-scale-chromatic': [
    ...[
      'Set3',
      'Set2',
      'Set1',
      'Pastel2',
      'Pastel1',
      'Paired',
      'Observable10',
      'Dark2',
      'Category10',
      'Accent',
    ],
  ]
    .map((name) => `export const scheme${name} = [];`)
    .join('\n'),
  // Whole families of transforms.
  'vega-crossfilter': 'export {};',
  'vega-force': 'export {};',
  'vega-hierarchy': 'export {};',
  'vega-label': 'export {};',
  'vega-regression': 'export {};',
  'vega-voronoi': 'export {};',
  'vega-wordcloud': 'export {};',
  // Files of data: charts carry theirs.
  'd3-dsv': 'export const dsvFormat = () => { throw new Error("charts load nothing"); };',
};

await build({
  entryPoints: ['cli/report/viewer/viewer.js'],
  outfile: 'dist/report/viewer.js',
  bundle: true,
  minify: true,
  format: 'iife',
  platform: 'browser',
  target: 'es2022',
  legalComments: 'none',
  charset: 'ascii',
  logLevel: 'error',
  plugins: [
    {
      name: 'without-the-unused',
      setup({ onResolve, onLoad }) {
        onResolve({ filter: /^(d3|vega)-/ }, ({ path }) =>
          Object.hasOwn(UNUSED, path) ? { path, namespace: 'unused' } : undefined,
        );
        onLoad({ filter: /.*/, namespace: 'unused' }, ({ path }) => ({ contents: UNUSED[path] }));
      },
    },
  ],
});
