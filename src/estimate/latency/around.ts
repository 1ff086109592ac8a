import type { Around, IdleMessage, IdlePattern } from '../../outcome/message.js';
import type { Protocol } from '../../protocol/contract/protocol.js';
import type { Deployment } from '../../topology/deployment.js';
import { KeptForServers } from '../../topology/kept-for-servers.js';
import { idleTraffic } from '../traffic/idle.js';
import type { Sent } from '../traffic/overheard.js';
import { transit } from './transit.js';

const known = new KeptForServers<Around>();

/**
 * What goes on between the replicas of a group beside an operation: what they send while idle, as it was overheard, with
 * those that are down silent. The same object for the same group.
 */
export function aroundGroup(
  deployment: Deployment,
  protocol: Protocol,
  leader: string | undefined,
  down: ReadonlySet<string>,
): Around {
  const key = `${protocol.name} ${leader ?? ''} ${[...down].sort().join(' ')}`;
  return known.of(deployment, key, () => madeWhenAsked(deployment, protocol, leader, down));
}

function madeWhenAsked(
  deployment: Deployment,
  protocol: Protocol,
  leader: string | undefined,
  down: ReadonlySet<string>,
): Around {
  let pattern: IdlePattern | undefined;
  return {
    replicas: deployment.replicas.length,
    get idle() {
      pattern ??=
        protocol.traits.leadership === 'stable' && leader === undefined
          ? { period: deployment.timeouts.heartbeat, roots: [] }
          : patternOf(deployment, protocol, leader, down);
      return pattern;
    },
  };
}

/** Where heartbeats differ from one another, so many stand for all. */
const SEVERAL = 4;

function patternOf(
  deployment: Deployment,
  protocol: Protocol,
  leader: string | undefined,
  down: ReadonlySet<string>,
): IdlePattern {
  const { replicas, network, timeouts } = deployment;
  const { processing } = deployment.protocol;
  const { messages, time } = idleTraffic(deployment, protocol, leader);
  const beats = messages.filter(({ answers: asked, at }) => asked === undefined && at <= timeouts.heartbeat);
  const all = messages.filter(({ answers: asked }) => asked === undefined);
  const alike = Math.abs(all.length - (beats.length * time) / timeouts.heartbeat) < 0.5;
  const period = (alike ? 1 : SEVERAL) * timeouts.heartbeat;
  const silent = replicas.map(({ id }) => down.has(id));
  const seen = messages.filter(({ from, to }) => !silent[from] && !silent[to]);
  const answers = answersOf(seen);
  const made = (sent: Sent): IdleMessage => ({
    at: sent.at % period,
    from: sent.from,
    to: sent.to,
    transit: transit(network.link(replicas[sent.from].at, replicas[sent.to].at), network.loss),
    handling: processing,
    answers: (answers.get(sent) ?? []).map(made),
  });
  const roots = seen.filter(({ answers: asked, at }) => asked === undefined && at <= period);
  return { period, roots: roots.map(made).sort((a, b) => a.at - b.at) };
}

/** What each message is answered with: the first that its receiver sent while it handled one of that sender, and has no other cause. */
function answersOf(messages: readonly Sent[]): Map<Sent, Sent[]> {
  const answers = new Map<Sent, Sent[]>();
  const cause = new Map<string, Sent>();
  for (const sent of messages) {
    if (sent.answers !== undefined) {
      const before = cause.get(`${sent.answers}>${sent.from}`);
      if (before !== undefined) answers.set(before, [...(answers.get(before) ?? []), sent]);
    }
    cause.set(`${sent.from}>${sent.to}`, sent);
  }
  return answers;
}
