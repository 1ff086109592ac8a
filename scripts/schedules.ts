import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** `npm run schedules -- NAME COUNT`: so many random schedules of each combination of a protocol, instead of the usual few. */
const root = fileURLToPath(new URL('..', import.meta.url));
const names = readdirSync(`${root}/test/protocol`, { recursive: true, encoding: 'utf8' })
  .map((file) => /^([a-z0-9-]+)[/\\]schedules\.test\.ts$/.exec(file)?.[1])
  .filter((name) => name !== undefined)
  .sort();

const [name, count, ...more] = process.argv.slice(2);
if (name === undefined || count === undefined || more.length > 0) {
  fail('usage: npm run schedules -- NAME COUNT');
}
if (!names.includes(name)) fail(`'${name}' has no random schedules; these have: ${names.join(', ')}`);
if (!/^[1-9]\d{0,6}$/.test(count)) {
  fail(`'${count}' is no number of schedules: a whole number from 1 to 9999999`);
}

// So many take longer than a test may by itself.
const vitest = ['vitest', 'run', `test/protocol/${name}/schedules.test.ts`, '--testTimeout=0'];
const { status } = spawnSync('npx', vitest, {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, SEEDS: count },
});
process.exitCode = status ?? 1;

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
