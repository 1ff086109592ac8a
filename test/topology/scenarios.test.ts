import { describe, expect, it } from 'vitest';
import { NO_CHANGES, together } from '../../src/topology/changes.js';
import { complaints, loaded, topology } from './load.js';

const withScenarios = (scenarios: string): string =>
  topology({
    failures: '{ shared: [{ name: storm, members: [us-east-1], mtbf: 1y, mttr: 1h }] }',
    scenarios,
  });

describe('scenarios of a file', () => {
  it('are kept in order, quorums as YAML on one line', () => {
    const { scenarios } = loaded(
      withScenarios(`
  storm: { description: It blows., fail: ["shared:storm"] }
  other: { quorum: { threshold: 2 }, leader: oh1, set: ["network.loss=1%"], add: ["sp1@sa-east-1"] }`),
    );
    expect(scenarios).toEqual([
      { name: 'storm', description: 'It blows.', changes: { ...NO_CHANGES, fail: ['shared:storm'] } },
      {
        name: 'other',
        description: '',
        changes: {
          ...NO_CHANGES,
          quorum: '{"threshold":2}',
          leader: 'oh1',
          set: ['network.loss=1%'],
          add: ['sp1@sa-east-1'],
        },
      },
    ]);
    expect(loaded(topology()).scenarios).toBeUndefined();
  });

  it.each([
    [
      '{ a: { fail: ["region:us-east-9"] } }',
      "nothing is in the region 'us-east-9'; did you mean 'us-east-1'?",
    ],
    ['{ a: { fail: ["us-east-1"] } }', "'us-east-1' is a region; write region:us-east-1"],
    ['{ a: { fail: ["us-east-1/a"] } }', "'us-east-1/a' is a zone; write zone:us-east-1/a"],
    ['{ a: { fail: ["va2"] } }', "no replica is called 'va2'; did you mean 'va1'?"],
    [
      '{ a: { fail: ["web"] } }',
      "'web' is a client, and what fails is a replica or a place; the replicas are va1, oh1 and ie1",
    ],
    ['{ a: { fail: ["shared:strom"] } }', "no shared failure is called 'strom'; did you mean 'storm'?"],
    ['{ a: { fail: ["rack:x"] } }', 'no path names a rack, so there is none to lose'],
    [
      '{ a: { fail: ["zone:us-east-1/b"] } }',
      "nothing is in the zone 'us-east-1/b'; did you mean 'us-east-1/a'?",
    ],
    [
      '{ a: { fail: ["site:x"] } }',
      "'site' is nothing that fails; the kinds are region, zone, rack, link and shared, or name a replica",
    ],
    [
      '{ a: { fail: ["link:va1"] } }',
      "'va1' does not name two ends with ~ between; write it as in link:va1~ie1",
    ],
    ['{ a: { fail: ["link:va1~us-east-1"] } }', "'va1' is on both sides of va1~us-east-1"],
    ['{ a: { fail: [va1, va1] } }', "'va1' stands there twice"],
    ['{ a: { slow: ["disk:va1=50%"] } }', "'50%' has a per cent sign; write it as in disk:va1=10x"],
    ['{ a: { slow: ["disk:va1=fast"] } }', "'fast' is no slowness of a disk; write a factor, such as 10x"],
    ['{ a: { slow: ["disk:va1=0x"] } }', "'0x' is no slowness of a disk; write a factor, such as 10x"],
    [
      '{ a: { slow: ["va1=2x"] } }',
      "'va1=2x' does not say which disk, or how slow; write it as in disk:va1=10x",
    ],
    ['{ a: { slow: ["disk:*=2x", "disk:va1=3x"] } }', 'the disk of va1 is slowed by an earlier one already'],
    ['{ a: { fail: [va1], slow: ["disk:va1=3x"] } }', 'va1 fails, so a slow disk makes no difference'],
    ['{ a: { fail: [va1], degrade: ["rtt:va1~ie1=3x"] } }', 'va1 fails, so a longer way makes no difference'],
    [
      '{ a: { degrade: ["rtt:va1~ie1=20%"] } }',
      "'20%' has a per cent sign; write what is added (+40ms) or a factor (1.2x)",
    ],
    [
      '{ a: { degrade: ["rtt:va1~ie1=40ms"] } }',
      "'40ms' is no change of a round trip; write what is added (+40ms) or a factor (3x)",
    ],
    ['{ a: { degrade: ["rtt:va1~ie1=+40"] } }', 'a bare number where a unit is due: 40; write 40ms'],
    [
      '{ a: { add: [sp1] } }',
      "'sp1' does not say whom and where; write ID@PLACE or ID@PLACE:DISK, as in sp1@sa-east-1/a:nvme",
    ],
    ['{ a: { set: [x] } }', "'x' does not say what; write PATH=VALUE, as in protocol.disk=serial"],
    ['{ a: { protocol: multi-paxo } }', "unknown protocol 'multi-paxo' [did you mean 'multi-paxos'?]"],
    ['{ a: { description: nothing } }', 'a scenario that changes nothing [write fail: ["region:us-east-1"]]'],
  ])('%s: %s', (scenarios, message) => {
    expect(complaints(withScenarios(scenarios))).toEqual([message]);
  });

  it('may speak of a replica that they add', () => {
    expect(complaints(withScenarios('{ a: { add: ["sp1@sa-east-1"], fail: [sp1] } }'))).toEqual([]);
    expect(complaints(withScenarios('{ a: { add: ["sp1@sa-east-1"], fail: [sp2] } }'))).toHaveLength(1);
  });

  it('say nothing of names while the file has other errors', () => {
    const text = withScenarios('{ a: { fail: [xx] } }').replace(
      'at: us-east-1/a, disk: nvme',
      'at: us-east-1/a, disk: nvem',
    );
    expect(complaints(text).join()).not.toContain('xx');
  });
});

describe('changes put together', () => {
  it('are all of both, and a contradiction where there is one at most', () => {
    const a = { ...NO_CHANGES, fail: ['va1'], leader: 'oh1' };
    expect(together(a, { ...NO_CHANGES, fail: ['ie1'] })).toEqual({
      changes: { ...a, fail: ['va1', 'ie1'] },
    });
    expect(together(a, { ...NO_CHANGES, leader: 'ie1' })).toEqual({
      problem: "the leader is to be both 'oh1' and 'ie1'",
    });
  });
});
