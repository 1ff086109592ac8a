import { constant } from '../distribution/points.js';
import { MAX_MEMBERS } from '../quorum/system.js';
import { listed } from '../spelling/listed.js';
import { type Build, positive, quantity } from './build.js';
import type { Client, Disk, DomainPath, Replica, Role } from './deployment.js';
import type { Field } from './field.js';
import type { RttBasis } from './figure.js';
import { describeFound, firstOf, quoted } from './found.js';
import type { Names } from './names.js';
import { readPlace } from './places-known.js';
import { readRandomDuration } from './random-duration.js';
import { readElection } from './schedule.js';
import { parseShare } from './share.js';
import { didYouMean } from './suggest.js';
import { parseRate } from './units.js';

/** What a replica may say for "no disk", and what `Disk.name` is then. */
const NO_DISK = 'none';

/** The kinds of disk under `disks`; a name whose figures are wrong is kept, so that it does not count as unknown. */
export function readDisks(build: Build, field: Field): Map<string, Disk | undefined> {
  const disks = new Map<string, Disk | undefined>();
  for (const name of field.keys) {
    const entry = field.get(name);
    if (name === NO_DISK) {
      build.findings.errorAtKey(entry.path, `a disk cannot be called '${NO_DISK}': that word means no disk`);
    }
    const fsync = readRandomDuration(build, entry.get('fsync'));
    const snapshot = readRandomDuration(build, entry.get('snapshot')) ?? fsync;
    const source = { kind: 'file', text: `disk ${name} at ${build.where(entry)}` } as const;
    const groupCommit = entry.get('group-commit').value === true;
    disks.set(name, fsync && snapshot && { name, fsync, snapshot, groupCommit, source });
  }
  return disks;
}

/** The members of the group, as far as they could be read. */
export interface Members {
  readonly replicas: readonly Replica[];
  /** What stands where ids are due, right or wrong: what other parts of the file may refer to. */
  readonly ids: readonly string[];
  /** Of each of `ids`, what the file says it is for. */
  readonly roles: readonly Role[];
  /** Every replica has an id of its own, and there are neither none nor too many: quorums can be made of them. */
  readonly sound: boolean;
}

export function readReplicas(
  build: Build,
  field: Field,
  disks: ReadonlyMap<string, Disk | undefined>,
  names: Names,
  basis: RttBasis | undefined,
): Members {
  const { entries } = field;
  const replicas: Replica[] = [];
  const ids: string[] = [];
  const roles: Role[] = [];
  const diskless: string[] = [];
  let sound = entries.length > 0 && entries.length <= MAX_MEMBERS;
  for (const [index, entry] of entries.entries()) {
    const id = names.read(build, entry.get('id'));
    const at = readPlace(build, entry.get('at'), basis);
    const disk = readDisk(build, entry.get('disk'), disks);
    const role = (entry.get('role').text as Role | undefined) ?? 'voter';
    const leads = readLeads(build, entry.get('leads'), role);
    const election = readElection(build, entry.get('election'));
    ids.push(entry.get('id').text ?? '');
    roles.push(role);
    if (id === undefined) sound = false;
    else if (!entry.get('disk').present) diskless.push(id);
    if (id !== undefined && at !== undefined && disk !== undefined)
      replicas.push({ id, index, at, disk, role, leads, election });
  }
  if (entries.length > MAX_MEMBERS) {
    const message = `there are ${entries.length} replicas; a group has at most ${MAX_MEMBERS}`;
    build.findings.error(
      entries[MAX_MEMBERS]!.path,
      message,
      'larger systems are many groups: describe one of them',
    );
  }
  warnOfUnusedDisks(build, entries, disks);
  if (diskless.length > 0) {
    const all = diskless.length === entries.length;
    const who = diskless.length === 1 ? 'it names no disk' : 'they name no disk';
    build.assumptions.add(
      all
        ? 'A durable write costs nothing: no replica names a disk.'
        : `A durable write costs nothing at ${firstOf(diskless, 6)}: ${who}.`,
    );
  }
  return { replicas, ids, roles, sound };
}

/** The priority that `preferred` stands for, and the highest there is. */
const PREFERRED = 1000;

/** How much a replica is to lead: 0 never, 1 where the file says nothing. */
function readLeads(build: Build, field: Field, role: Role): number {
  const { value } = field;
  const words: Readonly<Record<string, number>> = { never: 0, allowed: 1, preferred: PREFERRED };
  let leads = role === 'voter' ? 1 : 0;
  if (!field.present) return leads;
  if (typeof value === 'string' && Object.hasOwn(words, value)) leads = words[value]!;
  else if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= PREFERRED)
    leads = value;
  else {
    const message = `'leads' is ${describeFound(value)}: expected never, allowed, preferred, or a whole number from 0 to ${PREFERRED}`;
    const near = typeof value === 'string' ? didYouMean(value, Object.keys(words)) : undefined;
    build.findings.error(field.path, message, near);
    return leads;
  }
  if (leads === 0 || role === 'voter') return leads;
  build.findings.error(
    field.path,
    `${role === 'arbiter' ? 'an' : 'a'} ${role} never leads, so it cannot be ${quoted(String(value))} as leader`,
    'leave leads out, or make it a voter',
  );
  return 0;
}

function warnOfUnusedDisks(
  build: Build,
  replicas: readonly Field[],
  disks: ReadonlyMap<string, unknown>,
): void {
  const used = replicas.map((entry) => entry.get('disk').text);
  // Where a replica names a disk that is none, the two may be one disk.
  if (used.length === 0 || used.some((name) => name !== undefined && name !== NO_DISK && !disks.has(name)))
    return;
  for (const name of disks.keys()) {
    if (used.includes(name) || name === NO_DISK || disks.get(name) === undefined) continue;
    build.findings.warningAtKey(
      ['disks', name],
      `no replica uses the disk ${quoted(name)}`,
      `name it at a replica: disk: ${name}`,
    );
  }
}

function readDisk(
  build: Build,
  field: Field,
  disks: ReadonlyMap<string, Disk | undefined>,
): Disk | undefined {
  if (!field.present || field.value === NO_DISK) {
    const text = field.present
      ? 'no disk: a durable write costs nothing'
      : 'no disk named: a durable write costs nothing';
    return {
      name: NO_DISK,
      fsync: constant(0),
      snapshot: constant(0),
      groupCommit: true,
      source: { kind: field.present ? 'file' : 'assumed', text },
    };
  }
  const name = field.text;
  if (name === undefined || disks.has(name)) return name === undefined ? undefined : disks.get(name);
  const known = [...disks.keys()];
  const what =
    known.length === 0
      ? `define it: disks: { ${name}: { fsync: 1ms } }`
      : `disks: ${listed(known)}; or ${NO_DISK}`;
  return build.findings.error(
    field.path,
    `unknown disk ${quoted(name)}`,
    didYouMean(name, [...known, NO_DISK]) ?? what,
  );
}

export function readClients(
  build: Build,
  field: Field,
  replicas: readonly string[],
  names: Names,
  basis: RttBasis | undefined,
): Client[] {
  const clients: Client[] = [];
  for (const [index, entry] of field.entries.entries()) {
    const id = names.read(build, entry.get('id'));
    const at: DomainPath | undefined = readPlace(build, entry.get('at'), basis);
    const rate = positive(build, entry.get('rate'), parseRate);
    const reads = quantity(build, entry.get('reads'), parseShare) ?? 0;
    const entryField = entry.get('entry');
    const through = entryField.text;
    if (through !== undefined) checkReplica(build, entryField, replicas, ['nearest', 'leader']);
    const connection = entry.get('connection').text === 'new' ? 'new' : 'kept';
    const proxy = readPlace(build, entry.get('proxy'), basis);
    if (id !== undefined && at !== undefined)
      clients.push({ id, index, at, rate, reads, entry: through, connection, proxy });
  }
  return clients;
}

/**
 * Reports a text that is neither a replica's id nor one of the words that may stand instead. Where some id is
 * missing ('' among them), it may be the one that is meant, and nothing is said.
 */
export function checkReplica(
  build: Build,
  field: Field,
  replicas: readonly string[],
  words: readonly string[],
): void {
  const name = field.text;
  if (name === undefined || replicas.includes(name) || words.includes(name)) return;
  if (replicas.length === 0 || replicas.includes('')) return;
  const hint =
    didYouMean(name, [...replicas, ...words]) ??
    `replicas: ${firstOf(replicas, 12)}${words.length === 0 ? '' : `; or ${words.join(', ')}`}`;
  build.findings.error(field.path, `unknown replica ${quoted(name)}`, hint);
}
