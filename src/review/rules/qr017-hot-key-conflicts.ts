import type { Keys } from '../../topology/deployment.js';
import type { Finding, Rule } from '../rule.js';
import { choosing } from '../variant.js';
import { inMs, inPercent, significant } from '../words.js';

/** Share of writes that miss the fast path, from which on it is worth a word. */
const NOTABLE = 0.05;

export const hotKeyConflicts: Rule = {
  id: 'QR017',
  name: 'hot-key-conflicts',
  title: 'A hot key under a protocol whose fast path it spoils',
  topic: 'latency',
  severity: 'warning',
  needs: 'estimate',
  why: 'Without a leader, writes on one key meet on their way, and those that do take a second round and wait for one another before they are executed. How often depends on the hottest keys, not on how many there are: at a few hundred writes a second over a WAN, a key with a few per cent of them has always one under way.',
  fix: 'Split the hot key, send its writes through one replica, or use a protocol with a leader.',
  source:
    'Moraru, Andersen, Kaminsky, "There Is More Consensus in Egalitarian Parliaments", SOSP 2013; Tollman, Park, Ousterhout, "EPaxos Revisited", NSDI 2021',
  check(context): Finding[] {
    const { deployment, protocol, estimate } = context;
    const { leadership, fastQuorum } = protocol.traits;
    if (leadership !== 'none' || !fastQuorum) return [];
    const told = deployment.protocol.interference;
    const writes = deployment.clients.reduce((sum, { rate, reads }) => sum + (rate ?? 0) * (1 - reads), 0);
    const slowest = Math.max(0, ...estimate.clients.map(({ write }) => write.p50 ?? 0));
    const same = meeting(deployment.keys);
    // Others' writes on the same key while one is under way come at random, as many a second as ever (Poisson).
    const expected = 1 - Math.exp(-writes * same * (slowest / 1000));
    const share = Math.max(told ?? 0, expected);
    if (share < NOTABLE) return [];
    const [quick, slow] = [0, 1].map(
      (interference) => context.standing(choosing(deployment, { interference })).clients,
    );
    const worst = quick
      .map(({ id, write }, i) => ({ id, quick: write.p50, slow: slow[i].write.p50 }))
      .filter(({ quick, slow }) => quick !== null && slow !== null)
      .sort((a, b) => b.slow! - a.slow!)[0];
    if (worst === undefined) return [];
    const why =
      told !== undefined && told >= expected
        ? `The file says that ${inPercent(told)} of writes meet another on their way`
        : `At ${significant(writes)} writes/s, ${inPercent(hottest(deployment.keys))} of them on the hottest of ${significant(deployment.keys.count)} keys and ${inMs(slowest)} each, about ${inPercent(expected)} of writes meet another on their way`;
    return [
      {
        path: told !== undefined && told >= expected ? ['protocol', 'interference'] : ['workload', 'keys'],
        message: `${why}: these take ${inMs(worst.slow!)} instead of ${inMs(worst.quick!)} for ${worst.id} (p50), and wait for one another before they are executed.`,
        fix: 'Split the hot key, or use a protocol with a leader for it.',
      },
    ];
  },
};

/** Probability that two operations are about one key: Σ p². */
function meeting({ count, zipf, hot }: Keys): number {
  const total = powers(count, zipf);
  const squares = powers(count, 2 * zipf) / total ** 2;
  return hot ** 2 + (2 * hot * (1 - hot)) / total + (1 - hot) ** 2 * squares;
}

/** Share of the operations that are about the hottest key. */
function hottest({ count, zipf, hot }: Keys): number {
  return hot + (1 - hot) / powers(count, zipf);
}

const SUMMED = 1000;

/** Σ k^−s for k = 1…n: the first terms, and the rest by the Euler–Maclaurin formula. */
function powers(n: number, s: number): number {
  let sum = 0;
  for (let k = 1; k <= Math.min(n, SUMMED); k++) sum += k ** -s;
  if (n <= SUMMED) return sum;
  const integral = s === 1 ? Math.log(n / SUMMED) : (n ** (1 - s) - SUMMED ** (1 - s)) / (1 - s);
  return sum + integral + (n ** -s - SUMMED ** -s) / 2;
}
