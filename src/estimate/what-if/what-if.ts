import { Evaluator, SAMPLES } from '../../outcome/evaluate.js';
import type { Protocol } from '../../protocol/contract/protocol.js';
import { fitOf } from '../../protocol/fit.js';
import type { EstimateResult } from '../../result/estimate.js';
import type { Judgement } from '../../result/objectives.js';
import type {
  LossKind,
  ObjectiveFlip,
  ScenarioEstimate,
  ScenarioResult,
  WhatIfResult,
} from '../../result/what-if.js';
import type { Deployment } from '../../topology/deployment.js';
import type { Disruption } from '../../topology/disruption.js';
import { VERSION } from '../../version.js';
import { estimate, estimateAsItStands, estimateOfWhatIsLeft } from '../estimate.js';
import { judge } from '../objectives/objectives.js';
import { aftermathOf } from './aftermath.js';
import { clientChange } from './differences.js';
import { disrupted, downIn } from './disrupted.js';
import type { Each } from './domains.js';
import { type Means, withIncumbent } from './incumbent.js';
import { serviceChanges } from './service.js';
import { worstOf } from './worst.js';

/** One question: a deployment as the edits make it, and what then happens to it. */
export interface Question {
  readonly name: string;
  readonly description: string;
  /** What the edits change, one phrase each. */
  readonly edits: readonly string[];
  /** What of the file gives way to another protocol. */
  readonly notes: readonly string[];
  readonly deployment: Deployment;
  readonly protocol: Protocol;
  readonly disruption: Disruption;
}

/**
 * Holds a deployment, as it is, against what each question makes of it: every figure of every client before and after,
 * and the objectives that flip. What fails is lost permanently: figures of a year are of a year in which it stays down.
 * Whoever leads goes on leading until lost; who may lead then is read off the machines.
 */
export function whatIf(
  deployment: Deployment,
  protocol: Protocol,
  questions: readonly Question[],
  options: {
    readonly seed: number;
    readonly each: Each | null;
    /** How the domains of `each` are lost; 'fail' where absent. */
    readonly how?: LossKind;
    /** Told after each question. */
    readonly progress?: (done: number, total: number) => void;
  },
): WhatIfResult {
  const { seed, each } = options;
  const evaluator = new Evaluator({ seed, samples: SAMPLES });
  const before = estimate(deployment, protocol, { seed, evaluator });
  const { objectives } = before;
  const incumbents = new Map([[deployment, before.protocol.leader ?? undefined]]);
  const means = { seed, evaluator, incumbents };
  const scenarios = questions.map((question, i) => {
    const answered = answer(question, before, means);
    options.progress?.(i + 1, questions.length);
    return answered;
  });
  return {
    schema: 'quorate.what-if/1',
    version: VERSION,
    topology: before.topology,
    seed,
    each,
    how: each === null ? null : (options.how ?? 'fail'),
    before,
    objectives,
    scenarios,
    worst: scenarios.length > 1 ? worstOf(scenarios) : [],
  };
}

function answer(question: Question, before: EstimateResult, means: Means): ScenarioResult {
  const { name, description, notes, protocol, disruption } = question;
  const asked = {
    name,
    description,
    changes: [...question.edits, ...disruption.texts],
    lost: idsOfDown(question),
    paused:
      disruption.paused === undefined
        ? null
        : { replicas: disruption.paused.replicas, duration: disruption.paused.duration ?? null },
    notes,
  };
  const obstacles = fitOf(protocol, question.deployment)
    .filter(({ severity }) => severity === 'error')
    .map(({ message }) => message);
  if (obstacles.length > 0)
    return {
      ...asked,
      after: null,
      loss: null,
      obstacles,
      clients: [],
      service: {},
      objectives: [],
      notJudged: [],
    };
  const here = disrupted(
    disruption.texts.length === 0 ? question.deployment : withIncumbent(question.deployment, protocol, means),
    disruption,
  );
  const { deployment, down, severed } = here;
  // Where links are cut, who has a quorum depends on who leads: nothing is said of a year of that.
  const cut = disruption.cuts.length > 0;
  const { clientsDown, proxiesDown } = disruption;
  const aftermath = aftermathOf(question, here, means);
  const standings = aftermath?.standings;
  const options = {
    seed: means.seed,
    evaluator: means.evaluator,
    down,
    severed,
    ...(standings === undefined ? {} : { standings }),
  };
  const after: ScenarioEstimate = cut
    ? estimateAsItStands(deployment, protocol, options)
    : estimateOfWhatIsLeft(deployment, protocol, options);
  // Where no leader can stay nothing is served, whatever operations would take.
  const served = after.leadership?.stays !== false;
  const clients = before.clients.flatMap((client) => {
    const now = after.clients.find(({ id }) => id === client.id);
    return now === undefined && !clientsDown.has(client.id)
      ? []
      : [
          clientChange(
            client,
            served ? now : undefined,
            clientsDown.get(client.id),
            proxiesDown.get(client.id),
          ),
        ];
  });
  const beforehand = judge(deployment.objectives, before);
  const judged = judge(deployment.objectives, after, { clientsDown, cut });
  return {
    ...asked,
    notes: [...notes, ...(aftermath?.notes ?? [])],
    after,
    loss: aftermath?.loss ?? null,
    obstacles,
    clients,
    service: serviceChanges(before, after),
    objectives: flips(beforehand, judged),
    notJudged: judged.flatMap(({ objective, met, reason }, i) =>
      met === null && beforehand[i].met !== null ? [{ objective, reason: reason ?? '' }] : [],
    ),
  };
}

/** Those that never answer again, in file order. */
function idsOfDown({ deployment, disruption }: Question): string[] {
  const down = downIn(disruption);
  return deployment.replicas.filter(({ id }) => down.has(id)).map(({ id }) => id);
}

/** Those that are judged before and after, with another verdict. */
function flips(before: readonly Judgement[], after: readonly Judgement[]): ObjectiveFlip[] {
  return before.flatMap(({ objective, actual, met }, i) => {
    const now = after[i];
    if (met === null || now.met === null || now.met === met) return [];
    const verdict = (good: boolean): 'met' | 'missed' => (good ? 'met' : 'missed');
    return [
      {
        objective,
        before: verdict(met),
        after: verdict(now.met),
        actualBefore: actual,
        actualAfter: now.actual,
      },
    ];
  });
}
