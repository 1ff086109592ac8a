import { expect } from 'vitest';
import { claim, type Expectations } from './case.js';

const finds = (code: string, words: RegExp) =>
  claim(`${code} finds ${words.source}`, (field) => {
    expect(field.findings.find(({ rule }) => rule === code)?.message ?? 'not found').toMatch(words);
  });

/** Cases about leaders that are deposed though nothing has failed. */
export const LEADERSHIP: Expectations = {
  'timeouts-that-work': {
    claims: [
      claim('QR022 is silent', (field) => expect(field.codes).not.toContain('QR022')),
      claim('leaders stay', (field) => {
        expect(field.estimate.leadership?.stays).toBe(true);
        expect(field.estimate.stability?.leaderChangesPerDay).toBe(0);
      }),
    ],
  },
  'jitter-against-heartbeat': {
    claims: [finds('QR049', /longer than the heartbeat of 100ms/)],
  },
  'slow-shared-disk': {
    claims: [finds('QR048', /depose m1 0\.7\d* times a day/)],
  },
  'stalling-leader-disk': {
    claims: [
      finds('QR048', /deposes m1 [\d,]+ times a day/),
      claim('every stall of 3 s deposes: the rate of durable writes × 0.5 %', (field) => {
        const { leaderChangesPerDay, perWrite, writesPerSecond, causes } = field.estimate.stability!;
        expect(perWrite).toBeCloseTo(0.005, 6);
        expect(leaderChangesPerDay).toBeCloseTo(writesPerSecond! * 86_400 * 0.005, 0);
        expect(causes.map(({ replica, what }) => [replica, what])).toEqual([['m1', 'disk']]);
      }),
      claim('the machines depose it too', (field) => {
        expect(field.simulate([], 1500).leaderChanges).toBeGreaterThan(0);
      }),
    ],
  },
  'one-slow-disk': {
    claims: [
      claim('no leader is deposed before', (field) => {
        expect(field.estimate.stability?.leaderChangesPerDay).toBe(0);
      }),
      claim(
        'with the leader’s disk 400 times as slow somebody else leads, each of the four alike',
        (field) => {
          const { loss, after } = field.whatIf({ slow: ['disk:m1=400x'] });
          expect(loss?.kind).toBe('slow');
          expect(loss?.stalls?.leader).toBe('m1');
          expect(loss?.stalls?.perWrite).toBeGreaterThan(0.8);
          const chances = new Map(loss!.leaders.map(({ leader, probability }) => [leader, probability]));
          expect([...chances.keys()].sort()).toEqual(['m2', 'm3', 'm4', 'm5']);
          for (const chance of chances.values()) expect(Math.abs(chance - 0.25)).toBeLessThan(0.13);
          // The quorum is then of the other four, whose disks are as they were.
          expect(after?.clients[0].write.p50).toBeLessThan(20);
          expect(after?.stability?.causes).toEqual([]);
        },
      ),
      claim('another’s disk 400 times as slow moves no leader', (field) => {
        const { loss, after } = field.whatIf({ slow: ['disk:m3=400x'] });
        expect(loss).toBeNull();
        expect(after?.protocol.leader).toBe('m1');
      }),
      claim('in a simulation leadership moves from it, and from no other', (field) => {
        const slow = (id: string) =>
          field.simulate([{ kind: 'slow-disk', replicas: [id], factor: 400, at: 100 }], 300);
        const moved = slow('m1');
        expect(moved.leaderChanges).toBeGreaterThan(0);
        expect(moved.leaders).not.toContain('m1');
        expect(slow('m2').leaderChanges).toBe(0);
      }),
    ],
  },
  'nine-servers-short-lease': {
    claims: [
      finds('QR050', /9 replicas vote/),
      claim('any one zone may be lost', (field) => {
        expect(field.estimate.objectives.map(({ met }) => met)).toEqual([true]);
      }),
    ],
    toCome: 'a finding on a lease of 500 ms that acknowledgements’ spread breaks: a rule',
  },
};
