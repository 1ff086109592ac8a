import { type Build, positive } from './build.js';
import type { Deployment, Timeouts } from './deployment.js';
import type { Field } from './field.js';
import { describeFound } from './found.js';
import { formatDuration, parseDuration } from './units.js';

/** Where the file gives no timeouts: what etcd and many others begin with, ms. */
const HEARTBEAT = 100;
const ELECTION: readonly [number, number] = [1000, 2000];

/** Shorter than a message takes anywhere (ms). */
const LEAST_HEARTBEAT = 0.1;

export function readTimeouts(build: Build, field: Field): Timeouts {
  const heartbeat = positive(build, field.get('heartbeat'), parseDuration);
  const election = readElection(build, field.get('election'));
  const given = { heartbeat: field.get('heartbeat').present, election: field.get('election').present };
  const lease = positive(build, field.get('lease'), parseDuration);
  const grace = positive(build, field.get('grace'), parseDuration);
  const range = election ?? ELECTION;
  const timeouts = {
    heartbeat: heartbeat ?? HEARTBEAT,
    election: range,
    lease: lease ?? range[0],
    grace: grace ?? range[1],
    operator: positive(build, field.get('operator'), (value) => parseDuration(value, 'm')),
    leaderLease: positive(build, field.get('leader-lease'), parseDuration),
    request: readRequest(build, field),
  };
  const readable =
    given.heartbeat === (heartbeat !== undefined) && given.election === (election !== undefined);
  if (heartbeat !== undefined && heartbeat < LEAST_HEARTBEAT) {
    const message = `a heartbeat every ${formatDuration(heartbeat)} is more than any network carries`;
    build.findings.error(
      field.get('heartbeat').path,
      message,
      `write ${formatDuration(LEAST_HEARTBEAT)} or more`,
    );
  }
  if (readable && timeouts.heartbeat >= timeouts.election[0]) {
    const customary = given.election ? '' : ', the default';
    const message = `the heartbeat (${formatDuration(timeouts.heartbeat)}) must be shorter than the least election timeout (${formatDuration(timeouts.election[0])}${customary})`;
    const at = given.heartbeat ? field.get('heartbeat') : field.get('election');
    build.findings.error(at.path, message, 'or followers start elections while the leader is well');
  }
  if (!given.heartbeat || !given.election) {
    const parts = [
      ...(given.heartbeat ? [] : [`heartbeat ${formatDuration(timeouts.heartbeat)}`]),
      ...(given.election ? [] : [`election timeout ${timeouts.election.map(formatDuration).join(' to ')}`]),
    ];
    build.assumptions.add(`Timeouts: ${parts.join(', ')}.`);
  }
  return timeouts;
}

/** `request`, or by its earlier name `patience`; not both. */
function readRequest(build: Build, field: Field): number | undefined {
  const [request, patience] = [field.get('request'), field.get('patience')];
  if (request.present && patience.present) {
    const message = "'patience' is the earlier name of 'request', and both are given";
    build.findings.errorAtKey(patience.path, message, 'keep request');
  }
  return positive(build, request.present ? request : patience, parseDuration);
}

/** A range of election timeouts (ms); undefined: absent, or wrong and reported. */
export function readElection(build: Build, field: Field): [number, number] | undefined {
  if (!field.present) return undefined;
  const { findings } = build;
  const { entries } = field;
  if (entries.length !== 2) {
    const found = Array.isArray(field.value) ? `a list of ${entries.length}` : describeFound(field.value);
    return findings.error(field.path, `election takes a range, found ${found}`, 'write election: [1s, 2s]');
  }
  const [low, high] = entries.map((entry) => positive(build, entry, parseDuration));
  if (low === undefined || high === undefined) return undefined;
  if (low <= high) return [low, high];
  const message = `the range begins (${entries[0]!.value}) above its end (${entries[1]!.value})`;
  return findings.error(field.path, message, `write [${entries[1]!.value}, ${entries[0]!.value}]`);
}

export function readMaintenance(build: Build, field: Field, replicas: number): Deployment['maintenance'] {
  const every = positive(build, field.get('every'), (value) => parseDuration(value, 'd'));
  const lasts = positive(build, field.get('lasts'), (value) => parseDuration(value, 'm'));
  if (every === undefined || lasts === undefined) return undefined;
  if (lasts * Math.max(1, replicas) > every) {
    const message = `${replicas} machines, one at a time and ${formatDuration(lasts)} each, take longer than ${formatDuration(every)}`;
    build.findings.error(field.get('lasts').path, message, 'make every longer, or lasts shorter');
  }
  return { every, lasts };
}
