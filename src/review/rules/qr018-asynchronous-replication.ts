import { standingsOf } from '../../estimate/latency/standings.js';
import { afterLoss } from '../../estimate/losses/after-loss.js';
import { type LossWindow, lossWindow } from '../../estimate/losses/loss-window.js';
import { type LostTogether, lostTogether } from '../../estimate/losses/losses.js';
import type { Standing } from '../../group/standing.js';
import type { ReviewContext } from '../context.js';
import type { Finding, Rule } from '../rule.js';
import { inMs, named, significant } from '../words.js';

export const asynchronousReplication: Rule = {
  id: 'QR018',
  name: 'asynchronous-replication',
  title: 'A loss that takes acknowledged writes along',
  topic: 'quorums',
  severity: 'warning',
  needs: 'estimate',
  why: 'A primary that answers before a replica elsewhere has the write loses what was not yet copied when those that had it are lost together and another is promoted: the primary alone where replication is asynchronous, its whole site where the one that must acknowledge may stand next to it. That recovery point (RPO) may be a choice. Then it should be written down, with who agreed to it.',
  fix: 'Have a replica acknowledge that is not lost together with the primary, or state the accepted loss as the reason of a suppression.',
  source:
    'PostgreSQL documentation, "Log-Shipping Standby Servers", synchronous_commit; Beyer et al., "Site Reliability Engineering", ch. 26, "Data Integrity"',
  supersedes: /is a quorum by itself: with \S+ as primary, replication is asynchronous/,
  check(context): Finding[] {
    const { deployment, leader } = context;
    const found = leastLossy(context);
    if (found === undefined || leader === undefined) return [];
    const { lost, window, next } = found;
    const { kind, name, members } = lost;
    const writes =
      window.writes === null
        ? ''
        : `, about ${significant(window.writes)} acknowledged writes at ${significant((window.writes * 1000) / window.ms)} writes/s`;
    const outside = deployment.replicas
      .filter(({ id, role }) => role === 'voter' && !members.includes(id))
      .map(({ id }) => id);
    const price = `what was on its way to ${next}, which takes over, is lost: on average ${inMs(window.ms)} of writes${writes} (RPO)`;
    return [
      {
        path: deployment.locate(['protocol', 'quorum']) === undefined ? ['protocol'] : ['protocol', 'quorum'],
        message:
          kind === 'replica'
            ? `${leader} answers when it alone has a write. When it is lost, ${price}.`
            : `${kind === 'shared' ? name : `The ${kind} ${name}`} takes ${named(members)}, which are enough to acknowledge a write. When it is lost, ${price}.`,
        fix:
          kind === 'replica'
            ? 'Write quorum: { threshold: 2 }, or suppress this with the loss that is accepted, and by whom, as the reason.'
            : `Write a quorum with a replica on either side (quorum: { expression: "${oneOf(members)} & ${oneOf(outside)}" }), whose loss stops writes instead; or suppress this with the loss that is accepted, and by whom, as the reason.`,
      },
    ];
  },
};

function oneOf(ids: readonly string[]): string {
  return ids.length === 1 ? ids[0] : `1 of (${ids.join(', ')})`;
}

interface Lossy {
  readonly lost: LostTogether;
  readonly window: LossWindow;
  readonly next: string;
}

/**
 * The first loss, from single replicas up, after which acknowledged writes are missing once another is promoted: by the
 * operator of the file, or where it names none, by whoever does it then.
 */
function leastLossy({ situation, options, evaluator }: ReviewContext): Lossy | undefined {
  const { deployment } = situation;
  const { timeouts } = deployment;
  const operated: Standing = {
    ...situation,
    deployment: { ...deployment, timeouts: { ...timeouts, operator: timeouts.operator ?? 0 } },
  };
  if (situation.protocol.traits.failover !== 'operator') return undefined;
  for (const lost of lostTogether(deployment)) {
    const { standings } = afterLoss(standingsOf(operated), {
      members: lost.members,
      clientsDown: new Set(lost.clients),
      seed: options.seed,
      evaluator,
    });
    const window = lossWindow(operated, standings);
    const next = standings[0].standing.leader;
    if (window.ms > 0 && next !== undefined) return { lost, window, next };
  }
  return undefined;
}
