import { parseQuorumScheme } from '../quorum/scheme.js';
import type { QuorumScheme } from '../quorum/system.js';
import { nearestName } from '../spelling/nearest-name.js';
import { type Build, number, quantity } from './build.js';
import type { ProtocolChoice, ReadMode, Role } from './deployment.js';
import type { Field } from './field.js';
import { quoted } from './found.js';
import { checkReplica, type Members } from './members.js';
import { parseShare } from './share.js';
import { parseDuration } from './units.js';

/** Protocols that some version of quorate speaks, whether or not this one does. */
const NAMED = [
  'multi-paxos',
  'raft',
  'fast-paxos',
  'mencius',
  'epaxos',
  'primary-backup',
  'pacifica',
  'two-phase-commit',
  'chain-replication',
  'zab',
  'three-phase-commit',
  'paxos',
  'dynamo',
  'pbft',
];

/**
 * Reads `protocol`.
 *
 * @param protocols names that this version speaks
 */
export function readProtocol(
  build: Build,
  field: Field,
  { ids, roles, sound }: Members,
  protocols: readonly string[],
): ProtocolChoice | undefined {
  const name = readName(build, field.get('name'), protocols);
  checkReplica(build, field.get('leader'), ids, ['best']);
  const quorum = sound ? readQuorum(build, field.get('quorum'), ids, roles) : undefined;
  const processing = shortTime(build, field.get('processing'));
  const interference = quantity(build, field.get('interference'), parseShare);
  if (!field.get('processing').present) {
    build.assumptions.add('Processing a message costs nothing: protocol.processing is not given.');
  }
  if (name === undefined || quorum === undefined) return undefined;
  return {
    name,
    leader: field.get('leader').text,
    quorum,
    disk: field.get('disk').text as ProtocolChoice['disk'],
    loop: field.get('loop').text as ProtocolChoice['loop'],
    reads: field.get('reads').text as ReadMode | undefined,
    processing: processing ?? 0,
    sending: shortTime(build, field.get('sending')) ?? 0,
    batch: readBatch(build, field.get('batch')),
    window: number(build, field.get('window'), COUNT),
    learner: field.get('learner').text as ProtocolChoice['learner'],
    commuting: field.get('commuting').value === true,
    interference,
    returnsAfter: quantity(build, field.get('leadership').get('returns-after'), parseDuration),
  };
}

/** More outstanding than this is as good as any number. */
const COUNT = { least: 1, most: 1_000_000, whole: true };

function readBatch(build: Build, field: Field): ProtocolChoice['batch'] {
  const size = number(build, field.get('size'), COUNT);
  const delay = quantity(build, field.get('delay'), parseDuration) ?? 0;
  return size === undefined ? undefined : { size, delay };
}

function readName(build: Build, field: Field, protocols: readonly string[]): string | undefined {
  const name = field.text;
  if (name === undefined || protocols.includes(name)) return name;
  const { findings } = build;
  const here = `this version has: ${protocols.join(', ')}`;
  if (NAMED.includes(name))
    return findings.error(field.path, `the protocol ${quoted(name)} is not in this version`, here);
  const meant = nearestName(name, [...protocols, ...NAMED]);
  const hint =
    meant === undefined
      ? here
      : `did you mean ${quoted(meant)}?${protocols.includes(meant) ? '' : ` It is not in this version; ${here}`}`;
  return findings.error(field.path, `unknown protocol ${quoted(name)}`, hint);
}

function readQuorum(
  build: Build,
  field: Field,
  ids: readonly string[],
  roles: readonly Role[],
): QuorumScheme | undefined {
  const withRole = (...wanted: Role[]): string[] => ids.filter((_, i) => wanted.includes(roles[i]!));
  const parsed = parseQuorumScheme(field.present ? field.value : 'majority', ids, {
    voteless: withRole('learner'),
    electorsOnly: withRole('arbiter'),
  });
  if ('scheme' in parsed) return parsed.scheme;
  for (const { path, message, hint, span } of parsed.problems) {
    const place = [...field.path, ...path];
    const key = path[path.length - 1];
    // What a message quotes by its key is the key.
    if (typeof key === 'string' && message.includes(`'${key}'`))
      build.findings.errorAtKey(place, message, hint);
    else if (span === undefined) build.findings.error(place, message, hint);
    else build.findings.errorWithin(place, span.offset, span.length, message, hint);
  }
  return undefined;
}

/** A processor that takes longer for one message (ms) is a slip of the unit, and nothing would ever be handled. */
const LONGEST = 1000;

function shortTime(build: Build, field: Field): number | undefined {
  const time = quantity(build, field, parseDuration);
  if (time === undefined || time <= LONGEST) return time;
  return build.findings.error(
    field.path,
    `one message takes at most 1s, found ${field.value}`,
    'usual are 0.01ms to 1ms',
  );
}
