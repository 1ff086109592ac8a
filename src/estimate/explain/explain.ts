import { contactOf } from '../../group/contact.js';
import { demandFit } from '../../group/fitness.js';
import { criticalPath } from '../../outcome/critical-path.js';
import { describe } from '../../outcome/describe.js';
import { Evaluator, SAMPLES } from '../../outcome/evaluate.js';
import { leavesOf, quorumsOf } from '../../outcome/leaves.js';
import type { Leaf, Outcome } from '../../outcome/outcome.js';
import type { Protocol } from '../../protocol/contract/protocol.js';
import type { ClientExplanation, ExplainResult, OperationExplanation, Step } from '../../result/explain.js';
import type { Deployment } from '../../topology/deployment.js';
import { VERSION } from '../../version.js';
import { decidersOf, quorumInWords } from '../latency/deciders.js';
import { figuresOf, quantileOf } from '../latency/figures.js';
import { chooseLeader } from '../latency/leader.js';
import { leadersIn, standingsOf } from '../latency/standings.js';
import { viewOf } from '../latency/view.js';
import { lossesOf } from '../losses/losses.js';
import { protocolOf, provenanceOf, topologyOf } from '../provenance.js';

/** Runs behind the critical path's shares: good to about half a per cent. */
const RUNS = 20_000;

/**
 * Why each client's latency is what it is: every step with its figure and source, how often it is what the
 * client waits for, who forms the quorum, and what the loss of each replica or region would do.
 *
 * @param clients ids to explain; all where empty
 * @throws UnfitError where the protocol cannot run the deployment
 */
export function explain(
  deployment: Deployment,
  protocol: Protocol,
  options: { readonly seed: number; readonly clients: readonly string[] },
): ExplainResult {
  demandFit(deployment, protocol);
  const { seed } = options;
  const evaluator = new Evaluator({ seed, samples: SAMPLES });
  const none: ReadonlySet<string> = new Set();
  const choice = chooseLeader(deployment, protocol, none, evaluator);
  const situation = { deployment, protocol, leader: choice.leader, down: none };
  const wanted = deployment.clients.filter(
    ({ id }) => options.clients.length === 0 || options.clients.includes(id),
  );
  const clients = wanted.map((client): ClientExplanation => {
    const at = client.at.join('/');
    const entry = contactOf(situation, client);
    if (entry === undefined) return { id: client.id, at, entry: null, operations: [] };
    const operations = (['write', 'read'] as const).map((operation) => {
      const view = viewOf(situation, client, contactOf(situation, client, operation) ?? entry, operation);
      return explainOperation(operation, protocol.model[operation](view), evaluator, seed);
    });
    return { id: client.id, at, entry, operations };
  });
  const names = new Set(wanted.map(({ id }) => id));
  return {
    schema: 'quorate.explain/1',
    version: VERSION,
    topology: topologyOf(deployment),
    provenance: provenanceOf(deployment, protocol),
    protocol: { ...protocolOf(deployment, protocol, choice), ...leadersIn(standingsOf(situation)) },
    seed,
    clients,
    losses: lossesOf(situation, evaluator, seed).map((loss) => ({
      ...loss,
      leaders: loss.leaders.map((one) => ({
        ...one,
        clients: one.clients.filter(({ id }) => names.has(id)),
      })),
      clients: loss.clients.filter(({ id }) => names.has(id)),
      later: loss.later.map((phase) => ({
        ...phase,
        clients: phase.clients.filter(({ id }) => names.has(id)),
      })),
    })),
  };
}

function explainOperation(
  operation: 'write' | 'read',
  outcome: Outcome,
  evaluator: Evaluator,
  seed: number,
): OperationExplanation {
  const { law, method } = evaluator.evaluate(outcome);
  const members = memberOf(outcome);
  const system = quorumInWords(outcome);
  const path = criticalPath(outcome, seed, RUNS);
  // Who is on the path how often is counted in runs; the mean itself is known, so the shares are shares of it.
  const counted = path.reduce((sum, { adds }) => sum + adds, 0);
  const scale = counted > 0 && law.mass > 0 ? law.mean / counted : 1;
  const steps = path.map(({ leaf, onPath, adds }): Step => {
    const { what, from = '', to, source = '' } = leaf.label;
    const member = members.get(leaf);
    return {
      what,
      from,
      ...(to === undefined ? {} : { to }),
      ...(member === undefined ? {} : { member }),
      p50: quantileOf(leaf.delay, 0.5),
      p99: quantileOf(leaf.delay, 0.99),
      onPath,
      adds: adds * scale,
      source,
    };
  });
  return {
    operation,
    expression: describe(outcome),
    figures: figuresOf(law),
    method,
    steps,
    quorum: system === undefined ? null : { system, deciders: decidersOf(outcome, evaluator) },
  };
}

/** Which member's part of a quorum each leaf belongs to. */
function memberOf(outcome: Outcome): Map<Leaf, string> {
  const members = new Map<Leaf, string>();
  for (const quorum of quorumsOf(outcome)) {
    for (const [i, part] of quorum.parts.entries()) {
      for (const leaf of leavesOf(part)) members.set(leaf, quorum.system.members[i]);
    }
  }
  return members;
}
