import type { MachineSetup } from '../../src/protocol/contract/machine.js';
import type { ReadMode } from '../../src/topology/deployment.js';
import type { Plan } from './plan.js';
import type { Weather } from './weather.js';

/** A kind of quorum that schedules go over, with a name of one word. */
export interface QuorumKind extends Group {
  readonly name: string;
}

/** A group: what of a plan goes by that name. */
type Group = Pick<Plan, 'n' | 'quorum' | 'members' | 'leaderLease' | 'returnsAfter'>;

/** A plan as one line, for the command that replays it: `<quorum> <reads> <disk> <learner> <seed> [weather=… until=…]`. */
export function textOf(kind: string, { reads, disk, learner, seed, weather = {}, until }: Plan): string {
  const knobs = Object.entries(weather).map(([knob, value]) => ` ${knob}=${value}`);
  const end = until === undefined ? '' : ` until=${until}`;
  return `${kind} ${reads} ${disk} ${learner ?? 'client'} ${seed}${knobs.join('')}${end}`;
}

/**
 * The plan of such a line.
 *
 * @throws RangeError where no quorum is called like that.
 */
export function planFrom(kinds: readonly QuorumKind[], text: string): Plan {
  const [name, reads, disk, learner, seed, ...knobs] = text.split(' ');
  const given = Object.fromEntries(knobs.map((knob) => [knob.split('=')[0], Number(knob.split('=')[1])]));
  const { until, ...weather } = given;
  return planOf(kinds, name, {
    reads: reads as ReadMode,
    disk: disk as Plan['disk'],
    learner: learner as MachineSetup['learner'],
    seed: Number(seed),
    weather: weather as Partial<Weather>,
    ...(until === undefined ? {} : { until }),
  });
}

/** One plan with a named kind of quorum. */
export function planOf(kinds: readonly QuorumKind[], name: string, choice: Omit<Plan, keyof Group>): Plan {
  const kind = kinds.find((one) => one.name === name);
  if (kind === undefined) throw new RangeError(`no quorum is called '${name}'`);
  const { name: _, ...group } = kind;
  return { ...group, ...choice };
}
