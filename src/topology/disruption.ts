import { listed } from '../spelling/listed.js';
import type { ChangeProblem, Changes } from './changes.js';
import { type CutOff, type Pause, readCut, readPause } from './cut-and-pause.js';
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
  /** Replicas that are paused, all for as long; undefined where none does. */
  readonly paused:
    | {
        /** Ids, in file order. */
        readonly replicas: readonly string[];
        /** ms; permanently where undefined. */
        readonly duration: number | undefined;
      }
    | undefined;
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

/** What of the changes happens to a deployment. */
type Happenings = Pick<Changes, 'fail' | 'slow' | 'degrade'> & Partial<Pick<Changes, 'cut' | 'pause'>>;
type Key = 'fail' | 'cut' | 'pause' | 'slow' | 'degrade';

/**
 * Reads what fails, what is cut off, what is paused, what is slower and what is farther:
 *
 *     fail     region:us-east-1   zone:us-east-1/a   rack:us-east-1/a/1   shared:east-coast-storm   va1
 *              link:va1~ie1   link:us-east-1~eu-west-1
 *     cut      the same
 *     pause    the same but for links; va1=3s   region:us-east-1=10s
 *     slow     disk:va1=10x   disk:nvme=10x   disk:*=10x
 *     degrade  rtt:us-east-1~eu-west-1=+40ms   rtt:va1~web-eu=3x
 *
 * Every problem is reported, with the change that has it.
 */
export function readDisruption(
  changes: Happenings,
  population: Population,
): { readonly disruption: Disruption } | { readonly problems: readonly ChangeProblem[] } {
  const problems: ChangeProblem[] = [];
  const each = <T>(key: Key, read: (text: string, people: Population) => T): T[] =>
    (changes[key] ?? []).flatMap((text, index) => {
      try {
        return [read(text.trim(), population)];
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
        problems.push({ key, index, message: error.message });
        return [];
      }
    });
  const failures = each('fail', readFailure);
  const cut = each('cut', readCut);
  const paused = each('pause', readPause);
  const slow = each('slow', readSlowDisk);
  const degraded = each('degrade', readDegraded);
  const down = new Set(failures.flatMap(({ replicas }) => replicas));
  const clientsDown = new Map<string, string>();
  for (const { clients, what } of failures)
    for (const id of clients) if (!clientsDown.has(id)) clientsDown.set(id, what);
  const proxiesDown = new Map<string, string>();
  for (const { proxies, what } of failures)
    for (const id of proxies) if (!clientsDown.has(id) && !proxiesDown.has(id)) proxiesDown.set(id, what);
  if (problems.length === 0) problems.push(...pointless(changes, { down, slow, degraded, cut, paused }));
  if (problems.length > 0) return { problems };
  return {
    disruption: {
      down: idsIn(population, down),
      clientsDown,
      proxiesDown,
      paused:
        paused.length === 0
          ? undefined
          : {
              replicas: idsIn(population, new Set(paused.flatMap(({ replicas }) => replicas))),
              duration: paused[0].duration,
            },
      cuts: [...failures, ...cut].flatMap(({ cut }) => (cut === undefined ? [] : [cut])),
      slow,
      degraded,
      texts: [...failures, ...cut, ...paused, ...slow, ...degraded].map(({ text }) => text),
    },
  };
}

function idsIn({ replicas }: Population, some: ReadonlySet<string>): string[] {
  return replicas.filter(({ id }) => some.has(id)).map(({ id }) => id);
}

/** Changes that contradict each other, or that another makes pointless. */
function pointless(
  changes: Happenings,
  read: {
    readonly down: ReadonlySet<string>;
    readonly slow: readonly { readonly replicas: readonly string[] }[];
    readonly degraded: readonly Ends[];
    readonly cut: readonly CutOff[];
    readonly paused: readonly Pause[];
  },
): ChangeProblem[] {
  const problems: ChangeProblem[] = [];
  for (const key of ['fail', 'cut', 'pause', 'slow', 'degrade'] as const) {
    const subjects = (changes[key] ?? []).map((text) =>
      key === 'fail' || key === 'cut' || !text.includes('=')
        ? text.trim()
        : text.slice(0, text.lastIndexOf('=')).trim(),
    );
    for (const [index, subject] of subjects.entries()) {
      if (subjects.indexOf(subject) < index && subject !== '')
        problems.push({ key, index, message: `'${subject}' stands there twice` });
    }
  }
  const lostOf = (key: Key, index: number, ids: readonly string[], what: string): void => {
    const lost = ids.filter((id) => read.down.has(id));
    if (ids.length > 0 && lost.length === ids.length)
      problems.push({
        key,
        index,
        message: `${listed(lost)} ${lost.length === 1 ? 'fails' : 'fail'}, so ${what} makes no difference`,
      });
  };
  for (const [index, { replicas, duration }] of read.paused.entries()) {
    lostOf('pause', index, replicas, 'a pause');
    if (duration !== read.paused[0].duration)
      problems.push({ key: 'pause', index, message: 'pauses in one question last as long as the first' });
    if (index === 0 && (read.cut.length > 0 || changes.fail.some((text) => text.trim().startsWith('link:'))))
      problems.push({ key: 'pause', index, message: 'a cut and a pause are two questions' });
  }
  for (const [index, { cut }] of read.cut.entries()) {
    const side = [cut.a, cut.b].find((ids) => ids.every((id) => read.down.has(id)));
    lostOf('cut', index, side ?? [], 'a cut');
  }
  const slowed = new Set<string>();
  for (const [index, { replicas }] of read.slow.entries()) {
    lostOf('slow', index, replicas, 'a slow disk');
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
