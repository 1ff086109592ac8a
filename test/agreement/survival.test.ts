import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { availabilityOf } from '../../src/estimate/availability/availability.js';
import { componentsOf, domainsOf } from '../../src/estimate/availability/components.js';
import { quorumNeedsOf } from '../../src/estimate/availability/quorum-needs.js';
import { survival } from '../../src/estimate/availability/survives.js';
import { groupOf } from '../../src/group/group.js';
import { leadsOn, preferredOf, successorsOf } from '../../src/group/leaders.js';
import { goesOn } from '../../src/group/standing.js';
import { type RandomGroup, randomGroup } from './random-group.js';

/**
 * What is survived, told alike for thousands of random groups: by the group (`goesOn`, which what-if and the machines are
 * held against in coherence.test.ts), by the search through domains (`survives`), by who may lead then, and by the year's
 * availability. Without latencies, so that all sets of replicas are tried. One seed stands for ever, one is new with every
 * run; SURVIVAL_RUNS asks for more groups, SURVIVAL_SEED for one seed again.
 */

const RUNS = Number(process.env.SURVIVAL_RUNS ?? 1000);
const GIVEN = process.env.SURVIVAL_SEED;
const SEEDS = GIVEN === undefined ? [1, Date.now() % 2 ** 31] : [Number(GIVEN)];

/** As `expect`, which would take most of the time. */
function demand(holds: boolean, what: string): void {
  if (!holds) throw new Error(`not so: ${what}`);
}

/** How many sets of replicas stop the operation, and how many do not. */
interface Seen {
  stopped: number;
  served: number;
  leaderless: number;
}

function agrees({ topology: { deployment, protocol } }: RandomGroup, seen: Seen): void {
  const { replicas } = deployment;
  const { candidates } = groupOf(deployment, protocol);
  const named = replicas.find(({ id }) => id === deployment.protocol.leader);
  const leader = protocol.traits.leadership === 'none' ? undefined : (named ?? preferredOf(candidates)[0]).id;
  const needs = quorumNeedsOf({ deployment, protocol, leader });
  const all = 2 ** replicas.length;
  const downOf = (set: number): Set<string> =>
    new Set(replicas.filter(({ index }) => (set >>> index) & 1).map(({ id }) => id));
  for (const operation of ['write', 'read'] as const) {
    const served: boolean[] = [];
    for (let lost = 0; lost < all; lost++) {
      const standing = { deployment, protocol, leader, down: downOf(lost) };
      served[lost] = goesOn(standing, operation);
      const left = all - 1 - lost;
      demand(
        needs[operation].every((system) => system.contains(left)) === served[lost],
        `${operation} without ${lost}`,
      );
      seen[served[lost] ? 'served' : 'stopped']++;
      // Whoever is back takes nothing away.
      for (const { index } of replicas)
        if ((lost >>> index) & 1 && served[lost])
          demand(served[lost & ~(1 << index)], `${operation}: ${index} back`);
      if (operation === 'write' && leader !== undefined && standing.down.has(leader)) {
        const next = successorsOf({ deployment, protocol, down: standing.down });
        for (const { id, role, leads } of next.candidates) {
          const mayLead = !standing.down.has(id) && role === 'voter' && leads > 0;
          demand(mayLead && leadsOn({ deployment, protocol, down: standing.down }, id), `${id} leads`);
        }
        if (next.candidates.length === 0) {
          seen.leaderless++;
          demand(!served[lost], `nobody may lead without ${lost}`);
        }
      }
    }
    holdsOfDomains(deployment, needs[operation], (covers) => served[covers]);
    holdsOfTheYear(deployment, needs, operation, served);
  }
}

/** `survives` of machines and regions: every set of so many is survived, and some set of one more is not. */
function holdsOfDomains(
  deployment: RandomGroup['topology']['deployment'],
  systems: ReturnType<typeof quorumNeedsOf>['write'],
  served: (covers: number) => boolean,
): void {
  for (const level of ['machine', 'region'] as const) {
    const domains = domainsOf(deployment.replicas, level);
    const found = survival(deployment, level, systems)!;
    let least = Number.POSITIVE_INFINITY;
    for (let set = 1; set < 2 ** domains.length; set++) {
      const members = domains.filter((_, i) => (set >>> i) & 1);
      const covers = members.reduce((mask, domain) => mask | domain.covers, 0);
      if (!served(covers)) least = Math.min(least, members.length);
    }
    const stops = found.smallest === undefined ? Number.POSITIVE_INFINITY : found.smallest.length;
    expect(stops, level).toBe(served(0) ? least : 0);
  }
}

/** The share of a year in which no quorum is up: the sum over all states of all that can fail. */
function holdsOfTheYear(
  deployment: RandomGroup['topology']['deployment'],
  needs: ReturnType<typeof quorumNeedsOf>,
  operation: 'write' | 'read',
  served: readonly boolean[],
): void {
  const components = componentsOf(deployment);
  let lost = 0;
  for (let state = 0; state < 2 ** components.length; state++) {
    let share = 1;
    let covers = 0;
    for (const [c, { p, covers: those }] of components.entries()) {
      const isDown = (state >>> c) & 1;
      share *= isDown ? p : 1 - p;
      if (isDown) covers |= those;
    }
    if (!served[covers]) lost += share;
  }
  const { quorumLoss } = availabilityOf(deployment, needs)[operation].downtimePerYear;
  expect(Math.abs(quorumLoss / (365 * 86_400) - lost)).toBeLessThan(1e-12 + 1e-9 * lost);
}

describe('what is survived is told alike by the group, by the search through domains, by who may lead and by the year', () => {
  const seen: Seen = { stopped: 0, served: 0, leaderless: 0 };
  for (const seed of SEEDS)
    it(`for ${RUNS} random groups and all sets of their replicas: seed ${seed}`, { timeout: 600_000 }, () => {
      for (const group of fc.sample(randomGroup, { seed, numRuns: RUNS }))
        try {
          agrees(group, seen);
        } catch (error) {
          const replay = `SURVIVAL_SEED=${seed} SURVIVAL_RUNS=${RUNS} npx vitest run test/agreement/survival.test.ts`;
          throw new Error(`${(error as Error).message}\nin ${group.text}\nagain: ${replay}`);
        }
    });

  it('some sets stop it, some do not, and after some nobody may lead', () => {
    expect(seen.stopped).toBeGreaterThan(0);
    expect(seen.served).toBeGreaterThan(0);
    expect(seen.leaderless).toBeGreaterThan(0);
  });
});
