import { listed } from '../spelling/listed.js';
import type { ChangeProblem, Changes } from './changes.js';
import {
  type Ends,
  type Population,
  Problem,
  readDegraded,
  readFailure,
  readSlowDisk,
} from './disruption-words.js';

/** What happens to a deployment, with its names resolved. Ends of links are ids of replicas, clients, and `proxyName`s. */
export interface Disruption {
  /** Ids of the replicas that are lost, in file order. */
  readonly down: readonly string[];
  /** Clients that are lost with their place, and with which: "region us-east-1". */
  readonly clientsDown: ReadonlyMap<string, string>;
  /** Clients whose proxy is lost though they are not themselves, and with which. */
  readonly proxiesDown: ReadonlyMap<string, string>;
  /** Nothing passes between these, either way. */
  readonly cuts: readonly Ends[];
  readonly slow: readonly { readonly replicas: readonly string[]; readonly factor: number }[];
  /** Every round trip between these is factor × as long, and `extra` ms longer. */
  readonly degraded: readonly (Ends & { readonly factor: number; readonly extra: number })[];
  /** One sentence for each, without a full stop: "region us-east-1 fails (va1)". */
  readonly texts: readonly string[];
}

/**
 * Reads what fails, what is slower and what is farther:
 *
 *     fail     region:us-east-1   zone:us-east-1/a   rack:us-east-1/a/1   shared:east-coast-storm   va1
 *              link:va1~ie1   link:us-east-1~eu-west-1
 *     slow     disk:va1=10x   disk:nvme=10x   disk:*=10x
 *     degrade  rtt:us-east-1~eu-west-1=+40ms   rtt:va1~web-eu=3x
 *
 * Every problem is reported, with the change that has it.
 */
export function readDisruption(
  changes: Pick<Changes, 'fail' | 'slow' | 'degrade'>,
  population: Population,
): { readonly disruption: Disruption } | { readonly problems: readonly ChangeProblem[] } {
  const problems: ChangeProblem[] = [];
  const each = <T>(key: 'fail' | 'slow' | 'degrade', read: (text: string, people: Population) => T): T[] =>
    changes[key].flatMap((text, index) => {
      try {
        return [read(text.trim(), population)];
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        problems.push({ key, index, message: error.message });
        return [];
      }
    });
  const failures = each('fail', readFailure);
  const slow = each('slow', readSlowDisk);
  const degraded = each('degrade', readDegraded);
  const down = new Set(failures.flatMap(({ replicas }) => replicas));
  const clientsDown = new Map<string, string>();
  for (const { clients, what } of failures)
    for (const id of clients) if (!clientsDown.has(id)) clientsDown.set(id, what);
  const proxiesDown = new Map<string, string>();
  for (const { proxies, what } of failures)
    for (const id of proxies) if (!clientsDown.has(id) && !proxiesDown.has(id)) proxiesDown.set(id, what);
  if (problems.length === 0) problems.push(...pointless(changes, { down, slow, degraded }));
  if (problems.length > 0) return { problems };
  return {
    disruption: {
      down: population.replicas.filter(({ id }) => down.has(id)).map(({ id }) => id),
      clientsDown,
      proxiesDown,
      cuts: failures.flatMap(({ cut }) => (cut === undefined ? [] : [cut])),
      slow,
      degraded,
      texts: [...failures, ...slow, ...degraded].map(({ text }) => text),
    },
  };
}

/** Changes that contradict each other, or that another makes pointless. */
function pointless(
  changes: Pick<Changes, 'fail' | 'slow' | 'degrade'>,
  read: {
    readonly down: ReadonlySet<string>;
    readonly slow: readonly { readonly replicas: readonly string[] }[];
    readonly degraded: readonly Ends[];
  },
): ChangeProblem[] {
  const problems: ChangeProblem[] = [];
  for (const key of ['fail', 'slow', 'degrade'] as const) {
    const subjects = changes[key].map((text) =>
      key === 'fail' ? text.trim() : text.slice(0, text.lastIndexOf('=')).trim(),
    );
    for (const [index, subject] of subjects.entries()) {
      if (subjects.indexOf(subject) < index && subject !== '')
        problems.push({ key, index, message: `'${subject}' stands there twice` });
    }
  }
  const slowed = new Set<string>();
  for (const [index, { replicas }] of read.slow.entries()) {
    const lost = replicas.filter((id) => read.down.has(id));
    if (lost.length === replicas.length)
      problems.push({
        key: 'slow',
        index,
        message: `${listed(lost)} ${lost.length === 1 ? 'fails' : 'fail'}, so a slow disk makes no difference`,
      });
    const again = replicas.find((id) => slowed.has(id));
    if (again !== undefined && problems.every((problem) => problem.key !== 'slow' || problem.index !== index))
      problems.push({
        key: 'slow',
        index,
        message: `the disk of ${again} is slowed by an earlier one already`,
      });
    for (const id of replicas) slowed.add(id);
  }
  for (const [index, { a, b }] of read.degraded.entries()) {
    const side = [a, b].find((ids) => ids.every((id) => read.down.has(id)));
    if (side !== undefined)
      problems.push({
        key: 'degrade',
        index,
        message: `${listed(side)} ${side.length === 1 ? 'fails' : 'fail'}, so a longer way makes no difference`,
      });
  }
  return problems;
}
