import { describe, expect, it } from 'vitest';
import { Leadership } from '../../src/simulation/leadership.js';

/** Replicas a, b and c that say of themselves what a test lets them say; a leads at first. */
function group() {
  const hosts = ['a', 'b', 'c'].map((_, self) => ({
    self,
    up: true,
    incarnation: 0,
    machine: { leads: self === 0 } as never as { leads: boolean },
  }));
  const leadership = new Leadership(hosts as never, ['a', 'b', 'c']);
  leadership.begin(100);
  const at = (now: number, act: () => void) => {
    act();
    leadership.watch(100 + now);
  };
  const [a, b, c] = hosts;
  const leads = (host: typeof a, value: boolean) => () => {
    host.machine.leads = value;
  };
  const crash = (host: typeof a) => () => {
    host.up = false;
    host.machine.leads = false;
    host.incarnation++;
  };
  const restart = (host: typeof a, leading: boolean) => () => {
    host.up = true;
    host.machine.leads = leading;
  };
  /** a is replaced by b, and comes back in its old belief. */
  const staleReturn = () => {
    at(1, crash(a));
    at(2, leads(b, true));
    at(3, restart(a, false));
    at(4, leads(a, true));
  };
  return { leadership, a, b, c, at, leads, crash, restart, staleReturn };
}

const TAKEOVER = { at: 2, from: 'a', to: 'b' };

describe('a replica that comes back leading while a newer one leads', () => {
  it('has succeeded nobody when it steps down again', () => {
    const { leadership, a, at, leads, staleReturn } = group();
    staleReturn();
    at(5, leads(a, false));
    expect(leadership.changes).toBe(1);
    expect(leadership.successions).toEqual([TAKEOVER]);
    // What it believed is still told.
    expect(leadership.beliefs.map(({ replica, leads: led }) => [replica, led])).toEqual([
      ['a', false],
      ['b', true],
      ['a', true],
      ['a', false],
    ]);
  });

  it('has succeeded the newer one, from when it led on, once a client is served by it', () => {
    const { leadership, staleReturn } = group();
    staleReturn();
    leadership.served(1);
    expect(leadership.changes).toBe(1);
    leadership.served(0);
    expect(leadership.successions).toEqual([TAKEOVER, { at: 4, from: 'b', to: 'a' }]);
  });

  it('has succeeded the newer one when that ceases to lead', () => {
    const { leadership, b, at, crash, staleReturn } = group();
    staleReturn();
    at(6, crash(b));
    expect(leadership.successions).toEqual([TAKEOVER, { at: 4, from: 'b', to: 'a' }]);
  });

  it('tells its times in order where another succeeded in between', () => {
    const { leadership, c, at, leads, staleReturn } = group();
    staleReturn();
    at(7, leads(c, true));
    at(8, leads(c, false));
    expect(leadership.successions).toEqual([
      TAKEOVER,
      { at: 7, from: 'b', to: 'c' },
      { at: 7, from: 'c', to: 'a' },
    ]);
  });
});

describe('a replica that begins to lead', () => {
  it('succeeds one that never crashed and believes that it leads still: it was cut off', () => {
    const { leadership, c, at, leads } = group();
    at(2, leads(c, true));
    expect(leadership.successions).toEqual([{ at: 2, from: 'a', to: 'c' }]);
  });

  it('succeeds one that is down, also when it was down itself before', () => {
    const { leadership, a, b, at, leads, crash, restart } = group();
    at(1, crash(b));
    at(2, restart(b, false));
    at(3, crash(a));
    at(4, leads(b, true));
    expect(leadership.successions).toEqual([{ at: 4, from: 'a', to: 'b' }]);
  });

  it('changes nothing where it is the latest leader itself, back from a crash', () => {
    const { leadership, a, at, crash, restart } = group();
    at(1, crash(a));
    at(3, restart(a, true));
    expect(leadership.changes).toBe(0);
  });
});
