/**
 * The rooms of src/ and which way the arrows may point (docs/architecture.md has the table).
 * Each room lists every room it may import; anything else is an error.
 */
const mayImport = {
  spelling: [],
  distribution: [],
  quorum: ['spelling'],
  outcome: ['distribution', 'quorum'],
  topology: ['distribution', 'quorum', 'spelling'],
  design: ['quorum', 'topology', 'spelling', 'result'],
  rtt: ['distribution', 'spelling'],
  result: [],
  protocol: ['outcome', 'quorum', 'topology', 'distribution', 'result'],
  group: ['protocol', 'topology', 'outcome', 'quorum', 'distribution'],
  simulation: ['topology', 'distribution', 'spelling', 'result'],
  estimate: ['group', 'protocol', 'simulation', 'outcome', 'topology', 'distribution', 'quorum', 'result'],
  review: [
    'estimate',
    'group',
    'protocol',
    'topology',
    'quorum',
    'outcome',
    'distribution',
    'rtt',
    'spelling',
    'result',
  ],
  report: ['result', 'spelling'],
  chart: ['result'],
};

const rooms = Object.entries(mayImport).map(([room, allowed]) => ({
  name: `room-${room}`,
  comment: `src/${room} may import only: ${[room, ...allowed].join(', ')}`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: {
    path: '^src/',
    pathNot: [
      `^src/(${[room, ...allowed].join('|')})/`,
      // The one constant that all results quote.
      '^src/version\\.ts$',
      // The simulator knows protocols by what a machine, a client and their host must do, and by their traits.
      ...(room === 'simulation'
        ? ['^src/protocol/(contract/(machine|client|host|traits)|passing)\\.ts$']
        : []),
      // Renderers print diagnostics, too, which are plain data.
      ...(room === 'report' ? ['^src/topology/diagnostic\\.ts$'] : []),
    ],
  },
}));

module.exports = {
  forbidden: [
    ...rooms,
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'src-is-pure',
      comment: 'src/ is data in, data out: no Node built-in may be imported',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'src-below-cli',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(cli|test|bench|scripts)/' },
    },
    {
      name: 'protocols-apart',
      comment: "one protocol's folder never imports another's; the contract and the log kit are no protocols",
      severity: 'error',
      from: { path: '^src/protocol/([^/]+)/' },
      to: { path: '^src/protocol/[^/]+/', pathNot: '^src/protocol/($1|contract|log)/' },
    },
    {
      name: 'contract-without-kit',
      comment: 'what a protocol must do does not depend on what it may take',
      severity: 'error',
      from: { path: '^src/protocol/contract/' },
      to: { path: '^src/protocol/log/' },
    },
    {
      name: 'models-without-machines',
      comment:
        'a model and its traits are written without a look at the machine, which they are held against',
      severity: 'error',
      from: { path: '^src/protocol/[^/]+/(model|traits)\\.ts$' },
      to: { path: '^src/protocol/[^/]+/(machine|client|host|protocol)\\.ts$' },
    },
    {
      name: 'machines-without-models',
      comment: 'a machine is written without a look at the model, which is held against it',
      severity: 'error',
      from: { path: '^src/protocol/[^/]+/(machine|client|host)\\.ts$' },
      to: { path: '^src/protocol/[^/]+/(model|protocol)\\.ts$' },
    },
    {
      name: 'no-utils',
      severity: 'error',
      from: {},
      to: { path: '/(utils?|helpers?|misc|common)(/|\\.ts$)', pathNot: 'node_modules' },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: { orphan: true, path: '^(src|cli)/', pathNot: '\\.d\\.ts$' },
      to: {},
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
    },
  },
};
