import { beforeEach, describe, expect, it } from 'vitest';
import { measure, noteSentAgain, patience } from '../../../src/protocol/multi-paxos/round-trip.js';
import type { Office } from '../../../src/protocol/multi-paxos/state.js';

const HEARTBEAT = 100;
const UNKNOWN = 1000;
let office: Office;

beforeEach(() => {
  office = {
    rtt: [-1],
    deviation: [0],
    resentAt: [Number.NEGATIVE_INFINITY],
    backoff: [1],
  } as unknown as Office;
});

const wait = (): number => patience(office, 0, HEARTBEAT, UNKNOWN);

describe('how long the leader waits before it sends an accept again', () => {
  it('a heartbeat and what it is told to take for usual, while no answer has come', () => {
    expect(wait()).toBe(1100);
  });

  // RFC 6298 §2.2: SRTT = R, RTTVAR = R/2, RTO = SRTT + 4 RTTVAR.
  it('a heartbeat and three times the first answer’s time', () => {
    measure(office, 0, 500, 580);
    expect(wait()).toBe(100 + 80 + 4 * 40);
  });

  // RFC 6298 §2.3: RTTVAR = 3/4 RTTVAR + 1/4 |SRTT − R'|, SRTT = 7/8 SRTT + 1/8 R'.
  it('after more answers, the smoothed time and four smoothed deviations', () => {
    measure(office, 0, 0, 80);
    measure(office, 0, 100, 196);
    expect(office.rtt[0]).toBe(82);
    expect(office.deviation[0]).toBe(34);
    expect(wait()).toBe(100 + 82 + 4 * 34);
  });

  it('twice as long each time, up to eight times, until an answer is measured', () => {
    measure(office, 0, 0, 80);
    const once = wait();
    for (const times of [2, 4, 8, 8]) {
      noteSentAgain(office, 0, 1000);
      expect(wait()).toBe(times * once);
    }
    measure(office, 0, 1001, 1081);
    expect(wait()).toBeLessThanOrEqual(once);
  });

  it('answers to what has been sent again since are not measured (Karn): which of the copies is answered?', () => {
    measure(office, 0, 0, 80);
    noteSentAgain(office, 0, 1000);
    const before = wait();
    measure(office, 0, 900, 1200);
    measure(office, 0, 1000, 1200);
    expect(wait()).toBe(before);
  });
});
