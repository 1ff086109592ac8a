import { readFileSync } from 'node:fs';
import { bundledNames, loadTable } from '../../cli/data-sets.js';
import { estimate, estimateAsItStands } from '../../src/estimate/estimate.js';
import { simulateDeployment } from '../../src/estimate/simulation/simulated.js';
import { whatIf } from '../../src/estimate/what-if/what-if.js';
import { loadTopology, type SoundTopology } from '../../src/group/load-topology.js';
import { goesOn, type Standing } from '../../src/group/standing.js';
import type { EstimateResult, StandingEstimate } from '../../src/result/estimate.js';
import type { Loss } from '../../src/result/losses.js';
import type { ReviewFinding } from '../../src/result/review.js';
import type { SimulationResult } from '../../src/result/simulation.js';
import type { ScenarioResult } from '../../src/result/what-if.js';
import { review } from '../../src/review/review.js';
import type { Fault } from '../../src/simulation/fault.js';
import type { Changes } from '../../src/topology/changes.js';
import { readDisruption } from '../../src/topology/disruption.js';
import type { Resources } from '../../src/topology/resources.js';

const SEED = 1;

const RESOURCES: Resources = {
  rttNames: bundledNames(),
  rtt: (name) => (bundledNames().includes(name) ? loadTable(name) : `no data set is called '${name}'`),
  file: () => ({ error: 'a case of the field refers to no files' }),
};

/** One situation of the field, asked in every way that the library can be asked; each answer is worked out once. */
export class FieldCase {
  readonly text: string;
  readonly topology: SoundTopology;
  private estimated: EstimateResult | undefined;
  private standing: StandingEstimate | undefined;
  private reviewed: readonly ReviewFinding[] | undefined;

  constructor(readonly name: string) {
    this.text = readFileSync(new URL(`./${name}.yaml`, import.meta.url), 'utf8');
    const loaded = loadTopology(this.text, `${name}.yaml`, RESOURCES);
    if (loaded.deployment === undefined)
      throw new Error(`${name}: ${loaded.diagnostics.map(({ message }) => message).join('; ')}`);
    this.topology = loaded;
  }

  /** What operations take while all is up. */
  get now(): StandingEstimate {
    const { deployment, protocol } = this.topology;
    this.standing ??= this.estimated ?? estimateAsItStands(deployment, protocol, { seed: SEED });
    return this.standing;
  }

  get estimate(): EstimateResult {
    const { deployment, protocol } = this.topology;
    this.estimated ??= estimate(deployment, protocol, { seed: SEED });
    return this.estimated;
  }

  /** What the loss of this replica, zone, region or shared set would do. */
  loss(name: string): Loss {
    const found = this.estimate.losses.find((loss) => loss.name === name);
    if (found === undefined) throw new Error(`${this.name} has no loss '${name}'`);
    return found;
  }

  /** What follows these changes, as `--fail`, `--cut`, `--pause` and `--slow` name them. */
  whatIf(changes: Partial<Pick<Changes, 'fail' | 'cut' | 'pause' | 'slow'>>): ScenarioResult {
    const { deployment, protocol } = this.topology;
    const replicas = deployment.replicas.map(({ id, at, disk }) => ({ id, at, disk: disk.name }));
    const population = { replicas, clients: deployment.clients, shared: deployment.failures.shared };
    const read = readDisruption({ fail: [], slow: [], degrade: [], ...changes }, population);
    if ('problems' in read) throw new Error(read.problems.map(({ message }) => message).join('; '));
    const asked = { name: '', description: '', edits: [], notes: [], deployment, protocol };
    const questions = [{ ...asked, disruption: read.disruption }];
    return whatIf(deployment, protocol, questions, { seed: SEED, each: null }).scenarios[0];
  }

  /** Do writes, or reads, go on with these down? */
  goesOn(down: readonly string[], operation: 'write' | 'read' = 'write'): boolean {
    const { deployment, protocol } = this.topology;
    const leader = this.estimate.protocol.leader ?? undefined;
    const standing: Standing = { deployment, protocol, leader, down: new Set(down) };
    return goesOn(standing, operation);
  }

  get findings(): readonly ReviewFinding[] {
    if (this.reviewed === undefined) {
      const input = { file: `${this.name}.yaml`, text: this.text, ...this.topology };
      this.reviewed = review([input], { seed: SEED, today: '2026-01-01', failOn: 'never' }).findings;
    }
    return this.reviewed;
  }

  /** Codes of all rules that find something. */
  get codes(): readonly string[] {
    return [...new Set(this.findings.map(({ rule }) => rule))].sort();
  }

  simulate(faults: readonly Fault[] = [], operations = 200): SimulationResult {
    return simulateDeployment(this.topology.deployment, this.topology.protocol, {
      seed: SEED,
      arrivals: { kind: 'spaced' },
      load: 'spaced',
      operations,
      faults,
      faultTexts: faults.map(({ kind }) => kind),
    });
  }
}

/** What must hold of a case, in words, and how it is looked up. */
export interface Claim {
  readonly says: string;
  readonly holds: (field: FieldCase) => void;
}

/** A case of the field: what the product says of it, and what it cannot say yet. */
export interface Expected {
  readonly claims: readonly Claim[];
  /** What the case demands besides, and what that needs first. */
  readonly toCome?: string;
}

export type Expectations = Readonly<Record<string, Expected>>;

/** One claim. */
export function claim(says: string, holds: (field: FieldCase) => void): Claim {
  return { says, holds };
}
