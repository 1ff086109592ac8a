import { estimate } from '../../src/estimate/estimate.js';
import { chooseLeader } from '../../src/estimate/latency/leader.js';
import { domainsOf, type Each } from '../../src/estimate/what-if/domains.js';
import { type Question, whatIf } from '../../src/estimate/what-if/what-if.js';
import type { Standing } from '../../src/group/standing.js';
import { Evaluator, SAMPLES } from '../../src/outcome/evaluate.js';
import type { Protocol } from '../../src/protocol/contract/protocol.js';
import type { EstimateResult } from '../../src/result/estimate.js';
import type { WhatIfResult } from '../../src/result/what-if.js';
import { NO_CHANGES } from '../../src/topology/changes.js';
import type { Deployment } from '../../src/topology/deployment.js';
import { disturbed } from '../questions.js';

/** What a report rests on; each part is worked out once, when it is first asked for. */
export class Ground {
  readonly evaluator: Evaluator;
  #situation: Standing | undefined;
  #estimate: EstimateResult | undefined;
  #losses: WhatIfResult | null | undefined;

  constructor(
    readonly deployment: Deployment,
    readonly protocol: Protocol,
    readonly seed: number,
  ) {
    this.evaluator = new Evaluator({ seed, samples: SAMPLES });
  }

  /** All replicas up. */
  get situation(): Standing {
    if (this.#situation === undefined) {
      const { deployment, protocol } = this;
      const down: ReadonlySet<string> = new Set();
      const { leader } = chooseLeader(deployment, protocol, down, this.evaluator);
      this.#situation = { deployment, protocol, leader, down };
    }
    return this.#situation;
  }

  get estimate(): EstimateResult {
    this.#estimate ??= estimate(this.deployment, this.protocol, { seed: this.seed });
    return this.#estimate;
  }

  /** Every domain of the widest level that has more than one lost in turn; null where there is one replica. */
  get losses(): WhatIfResult | null {
    this.#losses ??= this.lossesInTurn();
    return this.#losses;
  }

  private lossesInTurn(): WhatIfResult | null {
    const { deployment, protocol, seed } = this;
    const level = LEVELS.find((each) => domainsOf(deployment, each).length > 1);
    if (level === undefined) return null;
    const questions = domainsOf(deployment, level).map(({ name, fail }): Question => {
      const question = { name: '', description: '', edits: [], notes: [], deployment, protocol };
      return { ...disturbed(question, { ...NO_CHANGES, fail: [fail] }), name };
    });
    return whatIf(deployment, protocol, questions, { seed, each: level });
  }
}

const LEVELS: readonly Each[] = ['region', 'zone', 'rack', 'replica'];
