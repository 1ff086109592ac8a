import { domainsOf, type Each } from '../../src/estimate/what-if/domains.js';
import { type Question, whatIf } from '../../src/estimate/what-if/what-if.js';
import { ownProtocol } from '../../src/group/load-topology.js';
import { fitOf } from '../../src/protocol/fit.js';
import { renderDiagnostics } from '../../src/report/diagnostics.js';
import { json } from '../../src/report/json.js';
import { whatIfDocument } from '../../src/report/what-if/what-if.js';
import type { LossKind, WhatIfResult } from '../../src/result/what-if.js';
import { suggestion } from '../../src/spelling/suggestion.js';
import {
  type Changes,
  isEmpty,
  MANY,
  NO_CHANGES,
  ONE,
  type Scenario,
  together,
} from '../../src/topology/changes.js';
import { demandClients } from '../clients.js';
import { EXIT } from '../exit.js';
import { InputError } from '../input-error.js';
import type { Io } from '../io.js';
import { readText, readTopology } from '../load.js';
import { seedOf } from '../numbers.js';
import { inFormat, outputs, write } from '../output.js';
import { progressOf } from '../progress.js';
import { disturbed, edited, type Source } from '../questions.js';

/** Each change may be given several times; of some, several that differ are a contradiction. */
export type WhatIfFlags = Readonly<Record<keyof Changes, readonly string[]>> & {
  readonly scenario: readonly string[];
  readonly each?: Each;
  readonly how?: string;
  readonly format: readonly string[];
  readonly seed: string;
  readonly quiet?: boolean;
  readonly color?: boolean;
};

/** `quorate what-if FILE`: before → after. Exit code 1 where a met objective is missed afterwards, or writes stop. */
export async function whatIfFile(io: Io, path: string, flags: WhatIfFlags): Promise<void> {
  const wanted = outputs(flags.format, ['text', 'json', 'markdown']);
  const seed = seedOf(flags.seed);
  const options = changesOf(flags);
  const how = howOf(flags);
  const { source, tell } = await read(io, path, flags);
  const { deployment } = source;
  demandClients(deployment);
  const questions: Question[] = [];
  for (const scenario of scenariosOf(deployment.scenarios ?? [], options, flags)) {
    questions.push(...(await questionsOf(io, source, scenario, { ...flags, loss: how })));
  }
  // Where the question is wrong, that is told alone.
  tell();
  const shown = progressOf(io, 'what-if', flags);
  const each = flags.each ?? null;
  const result = whatIf(deployment, ownProtocol(deployment), questions, {
    seed,
    each,
    how: how.key,
    progress: shown.step,
  });
  shown.end();
  write(io, wanted, (format) => {
    if (format === 'json') return json(result);
    return inFormat(whatIfDocument(result), format, io.columns);
  });
  io.exit(verdictOn(result));
}

/** The file itself, which must be sound before anything is changed; `tell` prints its warnings and notes. */
async function read(io: Io, path: string, flags: WhatIfFlags): Promise<{ source: Source; tell: () => void }> {
  const file = path === '-' ? '<stdin>' : path;
  const text = readText(io, path);
  const notes: string[] = [];
  const { deployment, diagnostics } = await readTopology(io, path, file, text, notes);
  if (deployment !== undefined) diagnostics.push(...fitOf(ownProtocol(deployment), deployment));
  const rendered = renderDiagnostics(diagnostics, new Map([[file, text]]), {
    color: flags.color ?? io.color,
  });
  if (deployment === undefined || diagnostics.some(({ severity }) => severity === 'error'))
    throw new InputError(rendered);
  const tell = (): void => {
    if (flags.quiet === true) return;
    if (rendered !== '') io.stderr(rendered);
    for (const note of notes) io.stderr(`note: ${note}\n`);
  };
  return { source: { path, file, text, deployment, diagnostics }, tell };
}

function changesOf(flags: WhatIfFlags): Changes {
  const many = Object.fromEntries(MANY.map((key) => [key, flags[key]]));
  const one = ONE.map((key) => {
    const different = [...new Set(flags[key])];
    if (different.length > 1)
      throw new InputError(
        `quorate: --${key} is given as ${different.join(' and as ')}; there is one at a time`,
      );
    return [key, different[0]];
  });
  return { ...NO_CHANGES, ...many, ...Object.fromEntries(one) };
}

/** How `--each` loses what it loses. */
interface How {
  readonly key: LossKind;
  /** What stands behind the name of what is lost: "=3s". */
  readonly lasting: string;
}

function howOf({ how, each }: WhatIfFlags): How {
  if (how === undefined) return { key: 'fail', lasting: '' };
  if (each === undefined)
    throw new InputError('quorate: --how says how --each loses its domains, and there is no --each');
  const [, key, lasting = ''] = /^(fail|cut|pause)(=.+)?$/.exec(how) ?? [];
  if (key === undefined || (lasting !== '' && key !== 'pause'))
    throw new InputError(
      `quorate: --how ${how}: domains are lost by fail, cut, pause or, as an example, pause=3s`,
    );
  return { key: key as LossKind, lasting };
}

/** What is asked: the scenarios named, each with what the options change as well; or what the options change. */
function scenariosOf(
  known: readonly Scenario[],
  options: Changes,
  { scenario, each }: WhatIfFlags,
): Scenario[] {
  if (scenario.length === 0) {
    if (isEmpty(options) && each === undefined) throw new InputError(nothingAsked(known));
    return [{ name: '', description: '', changes: options }];
  }
  const repeated = scenario.find((name, i) => scenario.indexOf(name) < i);
  if (repeated !== undefined) throw new InputError(`quorate: --scenario ${repeated} is given twice`);
  if (each !== undefined)
    throw new InputError('quorate: --each makes its own scenarios and cannot go with --scenario');
  return scenario.map((name) => {
    const found = known.find((one) => one.name === name);
    if (found === undefined) throw new InputError(`quorate: ${noSuchScenario(name, known)}`);
    const both = together(found.changes, options);
    if ('problem' in both)
      throw new InputError(
        `quorate: scenario ${name} and the options contradict each other: ${both.problem}`,
      );
    return { ...found, changes: both.changes };
  });
}

function nothingAsked(known: readonly Scenario[]): string {
  const there =
    known.length === 0
      ? ''
      : ` The file has scenarios: ${known.map(({ name }) => name).join(', ')} (--scenario NAME).`;
  return `quorate: nothing is changed, so there is nothing to tell; try --fail region:…, or --each region.${there}`;
}

function noSuchScenario(name: string, known: readonly Scenario[]): string {
  if (known.length === 0)
    return `--scenario ${name}: the file keeps no scenarios (scenarios: { ${name}: { fail: […] } })`;
  return `no scenario is called '${name}'; ${suggestion(
    name,
    known.map((one) => one.name),
    'the scenarios',
  )}`;
}

async function questionsOf(
  io: Io,
  source: Source,
  scenario: Scenario,
  flags: WhatIfFlags & { readonly loss: How },
): Promise<Question[]> {
  const { changes } = scenario;
  const base = await edited(io, source, scenario, flags);
  if (flags.each === undefined) return [disturbed(base, changes)];
  const domains = domainsOf(base.deployment, flags.each);
  if (domains.length === 0)
    throw new InputError(`quorate: --each ${flags.each}: no replica's path names a ${flags.each}`);
  return domains.map(({ name, fail }) => {
    // What is lost anyway may be this very domain.
    const { key, lasting } = flags.loss;
    const lost = `${fail}${lasting}`;
    const losing = changes[key].includes(lost) ? changes[key] : [...changes[key], lost];
    const question = disturbed({ ...base, name: '' }, { ...changes, [key]: losing });
    return { ...question, name };
  });
}

/** 2 where a scenario has no answer, 1 where something is lost that was had before. */
function verdictOn({ before, scenarios }: WhatIfResult): number {
  if (scenarios.some(({ after }) => after === null)) return EXIT.usage;
  const finding = scenarios.some(({ clients, objectives }) => {
    const stopped = clients.some(
      ({ id, state }) =>
        state === 'stopped' && before.clients.some((client) => client.id === id && client.write.failure < 1),
    );
    return stopped || objectives.some((flip) => flip.after === 'missed');
  });
  return finding ? EXIT.findings : EXIT.fine;
}
