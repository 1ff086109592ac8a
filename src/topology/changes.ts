/** What a what-if question changes, as people write it: the options of the command, or one of `scenarios:`. */
export interface Changes {
  /** region:R, zone:R/Z, rack:R/Z/K, shared:NAME, a replica's id, link:a~b */
  readonly fail: readonly string[];
  /** The same, of what goes on but is cut off. */
  readonly cut: readonly string[];
  /** The same but for links, of what is paused: WHAT, WHAT=3s */
  readonly pause: readonly string[];
  /** disk:ID=10x */
  readonly slow: readonly string[];
  /** rtt:a~b=+40ms, rtt:a~b=3x */
  readonly degrade: readonly string[];
  /** ID@PLACE, ID@PLACE:DISK */
  readonly add: readonly string[];
  /** A replica's id. */
  readonly remove: readonly string[];
  /** PATH=VALUE */
  readonly set: readonly string[];
  readonly leader: string | undefined;
  /** Name of another protocol. */
  readonly protocol: string | undefined;
  /** Other quorums, as YAML on one line. */
  readonly quorum: string | undefined;
}

/** A what-if question that the file keeps under a name. */
export interface Scenario {
  readonly name: string;
  readonly description: string;
  readonly changes: Changes;
}

export const NO_CHANGES: Changes = {
  fail: [],
  cut: [],
  pause: [],
  slow: [],
  degrade: [],
  add: [],
  remove: [],
  set: [],
  leader: undefined,
  protocol: undefined,
  quorum: undefined,
};

/** Kinds of change of which there may be several. */
export const MANY = ['fail', 'cut', 'pause', 'slow', 'degrade', 'add', 'remove', 'set'] as const;
/** Kinds of change of which there is one at most. */
export const ONE = ['leader', 'protocol', 'quorum'] as const;

/** Does it change nothing at all? */
export function isEmpty(changes: Changes): boolean {
  return MANY.every((key) => changes[key].length === 0) && ONE.every((key) => changes[key] === undefined);
}

/** Something wrong with one change. */
export interface ChangeProblem {
  /** Which kind of change, and which one of those. */
  readonly key: keyof Changes;
  readonly index: number;
  readonly message: string;
}

/** Both together. Of a kind of which there is one at most, a second that differs is a problem. */
export function together(
  first: Changes,
  second: Changes,
): { readonly changes: Changes } | { readonly problem: string } {
  const one: Record<string, string | undefined> = {};
  for (const key of ONE) {
    const [a, b] = [first[key], second[key]];
    if (a !== undefined && b !== undefined && a !== b)
      return { problem: `the ${key} is to be both '${a}' and '${b}'` };
    one[key] = a ?? b;
  }
  const many = Object.fromEntries(MANY.map((key) => [key, [...first[key], ...second[key]]]));
  return { changes: { ...NO_CHANGES, ...many, ...one } };
}

/** `add` taken apart: ID@PLACE or ID@PLACE:DISK. */
export interface Addition {
  readonly id: string;
  /** region/zone/rack */
  readonly at: string;
  readonly disk: string | undefined;
}

export function readAddition(text: string): Addition | { readonly problem: string } {
  const match = /^([^@:\s]+)@([^:]+?)(?::(.+))?$/.exec(text.trim());
  if (match === null)
    return {
      problem: `'${text}' does not say whom and where; write ID@PLACE or ID@PLACE:DISK, as in sp1@sa-east-1/a:nvme`,
    };
  const [, id, at, disk] = match;
  return { id, at: at.trim(), disk: disk?.trim() };
}

/** `set` taken apart: PATH=VALUE. */
export function readAssignment(
  text: string,
): { readonly path: string; readonly value: string } | { readonly problem: string } {
  const sign = text.indexOf('=');
  const path = text.slice(0, Math.max(0, sign)).trim();
  const value = text.slice(sign + 1).trim();
  if (sign < 0 || path === '')
    return { problem: `'${text}' does not say what; write PATH=VALUE, as in protocol.disk=serial` };
  if (value === '') return { problem: `nothing stands after the = of '${text}'` };
  return { path, value };
}
