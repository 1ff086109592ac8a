import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { rulesMarkdown } from '../../src/report/rules-markdown.js';
import { ruleList } from '../../src/review/rule-list.js';
import { rules } from '../../src/review/rules.js';
import { quorate } from '../cli/quorate.js';
import { schemas } from '../result/schemas.js';
import { contextOf, example, exampleNames, reviewed } from './examples.js';

const ajv = new Ajv({ strict: false });

describe('the table of rules', () => {
  it('has at least thirty that look at a deployment, in the order of their ids, each id and each name once', () => {
    expect(rules.filter(({ check }) => check !== undefined).length).toBeGreaterThanOrEqual(30);
    const ids = rules.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(new Set(rules.map(({ name }) => name)).size).toBe(rules.length);
    for (const id of ids) expect(id).toMatch(/^QR\d{3}$/);
  });

  it('never gives an id to another rule: these ids mean what they always did', () => {
    // Append only. A line here is changed by nobody: a rule that goes takes its id along.
    expect(rules.map(({ id, name }) => `${id} ${name}`)).toEqual([
      'QR000 input',
      'QR001 even-majority',
      'QR002 replica-lowers-availability',
      'QR003 nothing-to-spare-in-maintenance',
      'QR004 quorum-in-one-domain',
      'QR005 one-domain-for-all',
      'QR006 fatal-shared-failure',
      'QR007 replica-without-a-say',
      'QR008 no-loss-tolerated',
      'QR009 elections-need-more',
      'QR010 quorum-larger-than-needed',
      'QR011 linchpin',
      'QR012 hierarchical-would-cure',
      'QR013 leader-off-centre',
      'QR014 entry-detour',
      'QR015 fast-slower-than-classic',
      'QR016 idle-replica-holds-up',
      'QR017 hot-key-conflicts',
      'QR018 asynchronous-replication',
      'QR019 straggler-among-all',
      'QR020 wider-than-clients',
      'QR021 client-far-from-all',
      'QR022 heartbeat-off-rtt',
      'QR023 election-timeout-too-short',
      'QR024 election-timeout-too-long',
      'QR025 lease-not-within-grace',
      'QR026 disk-breaks-heartbeat',
      'QR027 narrow-election-range',
      'QR028 old-rtts',
      'QR029 estimated-rtts',
      'QR030 faster-than-light',
      'QR031 no-tail',
      'QR032 no-disk',
      'QR033 objective-missed',
      'QR034 no-objectives',
      'QR035 objective-not-judged',
      'QR036 failure-level-missing',
      'QR037 client-without-rate',
      'QR038 load-too-high',
      'QR039 load-after-failure',
      'QR040 overload',
      'QR041 overload-after-failover',
      'QR042 leaders-in-one-place',
      'QR043 capacity-unknown',
      'QR044 nobody-takes-over',
      'QR045 stale-reads',
      'QR046 serial-disk',
      'QR047 reads-by-consensus',
      'QR048 stalls-depose-leader',
      'QR049 jitter-beyond-heartbeat',
      'QR050 more-than-seven-voters',
      'QR051 far-replica-may-lead',
      'QR052 request-timeout-too-short',
      'QR900 unused-suppression',
      'QR901 expired-suppression',
      'QR902 suppression-not-understood',
    ]);
  });

  it('says of each why it matters, what to do, and where it comes from', () => {
    for (const { title, why, fix, source } of rules) {
      for (const text of [why, fix]) expect(text).toMatch(/[.)]$/);
      expect(title).not.toMatch(/[.!]$/);
      expect(Math.min(why.length, fix.length, source.length)).toBeGreaterThan(10);
      for (const text of [title, why, fix]) expect(text).not.toContain('!');
    }
  });

  it('has a good and a bad example for each rule, and no others', () => {
    const wanted = rules.flatMap(({ id }) => [`${id}-bad.yaml`, `${id}-good.yaml`]);
    expect(exampleNames).toEqual(wanted);
  });
});

const looking = rules.filter(({ check }) => check !== undefined);
const reading = rules.filter(({ check }) => check === undefined);

describe.each(looking.map((rule) => [`${rule.id} ${rule.name}`, rule] as const))('%s', (_, rule) => {
  const { id, needs } = rule;

  it('finds its bad example, with a number of that topology and a place in it', async () => {
    const { context, diagnostics } = await contextOf(example(`${id}-bad.yaml`));
    const findings = rule.check?.(context) ?? [];
    expect(findings.length).toBeGreaterThan(0);
    for (const { message, fix, path } of findings) {
      expect(message).toMatch(/\d/);
      expect(message).toMatch(/^[A-Za-z0-9].*\.$/);
      expect(`${message} ${fix}`).not.toMatch(/NaN|undefined|Infinity|\[object|null|!/);
      expect(fix).toMatch(/^[A-Z].*\.$/);
      // What the file says is located by its own path, or the beginning of it; a file without a part, by nothing.
      const located = path.some((_step, depth) => context.deployment.locate(path.slice(0, depth + 1)));
      expect(located || id === 'QR034').toBe(true);
    }
    // What the protocol cannot run is found by rules that need no estimate, and by no others.
    const runs = diagnostics.every(({ severity }) => severity !== 'error');
    expect(runs || needs === 'file').toBe(true);
  });

  it('finds it as severe as the table of rules says', async () => {
    const { context } = await contextOf(example(`${id}-bad.yaml`));
    for (const { severity } of rule.check?.(context) ?? [])
      expect([undefined, rule.severity, ...(rule.otherwise ?? [])]).toContain(severity);
  });

  it('finds nothing in its good example', async () => {
    const { context, diagnostics } = await contextOf(example(`${id}-good.yaml`));
    expect(rule.check?.(context)).toEqual([]);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

describe.each(reading.map(({ id, name }) => [`${id} ${name}`, id] as const))('%s', (_, id) => {
  it('is raised for its bad example, and not for its good one', async () => {
    const bad = await reviewed(example(`${id}-bad.yaml`));
    expect(bad.findings.map(({ rule }) => rule)).toContain(id);
    const good = await reviewed(example(`${id}-good.yaml`));
    expect(good.findings.map(({ rule }) => rule)).not.toContain(id);
    expect(good.verdict).not.toBe('broken');
  });
});

describe('the severity of a rule in text and Markdown', () => {
  const row = (markdown: string, id: string): string =>
    markdown.split('\n').find((line) => line.startsWith(`| [${id}]`)) ?? '';

  it('names all that it may have: QR000 is an error or a warning, QR001 is one thing always', async () => {
    const markdown = rulesMarkdown(ruleList());
    expect(row(markdown, 'QR000')).toContain('| error or warning |');
    expect(row(markdown, 'QR052')).toContain('| error to note |');
    expect(row(markdown, 'QR001')).toMatch(/\| (error|warning|note) \|/);
    expect((await quorate(['rules'])).out).toMatch(/^QR000 +error or warning +file/m);
    expect((await quorate(['explain', 'QR000'])).out).toContain('error or warning, file');
  });
});

describe('the whole review of an example', () => {
  it.each(['QR002', 'QR008', 'QR018', 'QR025', 'QR034', 'QR040'])(
    '%s: results that their schema accepts, places in the file, no two findings alike',
    async (id) => {
      const text = example(`${id}-bad.yaml`);
      const result = await reviewed(text);
      const validate = ajv.compile(schemas.review);
      expect(validate(result) ? [] : validate.errors).toEqual([]);
      expect(result.findings.map(({ rule }) => rule)).toContain(id);
      const lines = text.split('\n');
      for (const { line, column, docs, rule } of result.findings) {
        expect(lines[line - 1].length).toBeGreaterThanOrEqual(column - 1);
        expect(docs).toBe(`docs/rules.md#${rule.toLowerCase()}`);
      }
      const keys = result.findings.map(({ rule, path }) => `${rule} ${path}`);
      expect(new Set(keys).size).toBe(keys.length);
    },
  );

  it('what a rule says with figures, the checks do not say again: asynchronous replication, lease and grace', async () => {
    for (const id of ['QR018', 'QR025']) {
      const { findings } = await reviewed(example(`${id}-bad.yaml`));
      expect(findings.filter(({ rule }) => rule === 'QR000')).toEqual([]);
    }
  });
});

describe('figures in findings', () => {
  const messageOf = async (name: string, id: string): Promise<string> =>
    (await reviewed(example(name))).findings.find(({ rule }) => rule === id)?.message ?? '';

  it('the linchpin of chapter 23 of the SRE book: with hierarchical quorums no loss crosses the ocean', async () => {
    const { out } = await quorate(['review', 'topologies/east-coast-linchpin.yaml', '-q', '-f', 'json']);
    const found = JSON.parse(out).findings as { rule: string; message: string }[];
    expect(found.find(({ rule }) => rule === 'QR011')?.message).toMatch(
      /^Without (central-b \(or east\)|east).* write p50 of us goes 33\.1 ms → 104 ms/,
    );
    expect(found.find(({ rule }) => rule === 'QR012')?.message).toMatch(/leaves it at 3\d(\.\d)? ms or less/);
    // And the deployment that is cured has neither.
    const cured = await quorate(['review', 'topologies/nine-hierarchical.yaml', '-q', '-f', 'json']);
    expect(cured.out).not.toMatch(/QR011|QR012/);
  });

  it('an even majority is told what it tolerates: 3 of 4, one loss, as 2 of 3 (⌊n/2⌋+1)', async () => {
    expect(await messageOf('QR001-bad.yaml', 'QR001')).toMatch(
      /^3 of 4 replicas are a majority, which tolerates 1 loss, as 3 would with a majority of 2/,
    );
  });

  it('a hot key of 20 %: 1 − e^(−λ·Σp²·T) of writes meet, λ 300/s, Σp² ≈ 0.2², T 65.8 ms: 54.6 %', async () => {
    const told = await messageOf('QR017-bad.yaml', 'QR017');
    expect(told).toMatch(/At 300 writes\/s, 20 % .* about 54\.6 % of writes meet another/);
    expect(1 - Math.exp(-300 * 0.2 ** 2 * 0.0658)).toBeCloseTo(0.546, 3);
  });

  it('light needs 54.6 ms from Virginia to Ireland and back: 5,461 km at 100 km a ms', async () => {
    expect(await messageOf('QR030-bad.yaml', 'QR030')).toMatch(/light needs 54\.6 ms for 5,461 km/);
  });

  it('the bundled topologies have no error, and what they have is what is known of them', async () => {
    const { out, code } = await quorate([
      'review',
      ...['east-coast-linchpin', 'eu-azure', 'gcp-flexible-quorum', 'nine-hierarchical'].map(
        (name) => `topologies/${name}.yaml`,
      ),
      '-q',
      '-f',
      'json',
      '--fail-on',
      'error',
    ]);
    const { findings, counts, verdict } = JSON.parse(out);
    expect({ code, verdict, errors: counts.error }).toEqual({ code: 0, verdict: 'passed', errors: 0 });
    const known = ['QR009', 'QR011', 'QR012', 'QR023', 'QR028', 'QR051'];
    for (const { rule } of findings) expect(known).toContain(rule);
    expect(findings.length).toBeGreaterThan(2);
  });
});
