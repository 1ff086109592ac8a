import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_CHANGES } from '../../src/topology/changes.js';
import { editTopology } from '../../src/topology/edit.js';
import { complaints, loaded, topology } from './load.js';

const FILE = `# the ledger
version: 1
name: shop
network: { rtt: aws-2025-07, loss: 0 }   # no loss
disks:
  nvme: &fast { fsync: { p50: 0.8ms, p99: 2.4ms } }
  spare: *fast
replicas:
  - { id: va1, at: us-east-1/a, disk: nvme }
  - { id: va1.b, at: us-east-1/b, disk: nvme }
  - { id: ie1, at: eu-west-1/a, disk: spare }
clients: [{ id: web, at: us-east-1, rate: 400/s, reads: 90%, entry: ie1 }]
protocol:
  name: multi-paxos
  leader: va1      # near the writers
`;

type Edits = Partial<Parameters<typeof editTopology>[1]>;

function edit(edits: Edits, file = FILE): { text: string; said: string[] } {
  const made = editTopology(file, { ...NO_CHANGES, ...edits });
  if ('problems' in made) throw new Error(made.problems.map(({ message }) => message).join('\n'));
  return { text: made.text, said: made.edits.map(({ text }) => text) };
}

function problems(edits: Edits, file = FILE): string[] {
  const made = editTopology(file, { ...NO_CHANGES, ...edits });
  return 'problems' in made
    ? made.problems.map(({ key, index, message }) => `${key} ${index}: ${message}`)
    : [];
}

describe('an edited topology', () => {
  it('is the same text where nothing edits it', () => {
    expect(edit({})).toEqual({ text: FILE, said: [] });
  });

  it('keeps its comments and what is not edited', () => {
    const { text } = edit({ leader: 'ie1' });
    expect(text).toContain('# the ledger');
    expect(text).toContain('# no loss');
    expect(text).toContain('leader: ie1 # near the writers');
    expect(loaded(text).replicas.map(({ id }) => id)).toEqual(['va1', 'va1.b', 'ie1']);
  });

  it.each<[string, (text: string) => unknown, unknown]>([
    ['network.loss=1%', (text) => loaded(text).network.loss, 0.01],
    ['replicas.ie1.at=eu-central-1/c', (text) => loaded(text).replicas[2].at, ['eu-central-1', 'c']],
    ['replicas[2].at=eu-central-1/c', (text) => loaded(text).replicas[2].at, ['eu-central-1', 'c']],
    ['replicas.va1.b.at=us-east-2/a', (text) => loaded(text).replicas[1].at, ['us-east-2', 'a']],
    ['clients.web.rate=7/s', (text) => loaded(text).clients[0].rate, 7],
    ['timeouts.heartbeat=50ms', (text) => loaded(text).timeouts.heartbeat, 50],
    ['protocol.processing=2ms', (text) => loaded(text).protocol.processing, 2],
    [
      'protocol.quorum={ phase1: 3, phase2: 1 }',
      (text) => loaded(text).protocol.quorum.phase2.contains(1),
      true,
    ],
    ['disks.nvme.fsync=5ms', (text) => loaded(text).replicas[0].disk.fsync.mean, 5],
    ['disks.nvme.fsync=5ms', (text) => loaded(text).replicas[0].disk.snapshot.mean, 5],
    ['disks.nvme.snapshot=100ms', (text) => loaded(text).replicas[0].disk.snapshot.mean, 100],
    [
      'failures.shared=[{ name: s, members: [us-east-1], mtbf: 1y, mttr: 1h }]',
      (text) => loaded(text).failures.shared.length,
      1,
    ],
  ])('--set %s reaches the deployment', (assignment, figure, expected) => {
    expect(figure(edit({ set: [assignment] }).text)).toEqual(expected);
  });

  it('says what was there before', () => {
    expect(edit({ set: ['network.loss=1%', 'timeouts.heartbeat=50ms'], leader: 'ie1' }).said).toEqual([
      'network.loss: 0 → 1%',
      'timeouts.heartbeat: 50ms',
      'protocol.leader: va1 → ie1',
    ]);
  });

  it('changes one user of an anchor without the others', () => {
    const deployment = loaded(edit({ set: ['disks.spare.fsync=9ms'] }).text);
    expect(deployment.replicas[2].disk.fsync.mean).toBe(9);
    expect(deployment.replicas[0].disk.fsync.quantile(0.5)).toBeCloseTo(0.8, 6);
  });

  it('has one replica more, at the end, with the disk that is named', () => {
    const { text, said } = edit({ add: ['sp1@sa-east-1/a:nvme'] });
    const added = loaded(text).replicas[3];
    expect([added.id, added.at, added.disk.name]).toEqual(['sp1', ['sa-east-1', 'a'], 'nvme']);
    expect(said).toEqual(['sp1 is added at sa-east-1/a (disk nvme)']);
    expect(loaded(text).protocol.quorum.describe()).toBe('majority (3 of 4)');
  });

  it('gives an added replica the disk that all others have, and asks where they differ', () => {
    expect(loaded(edit({ add: ['sp1@sa-east-1'] }, topology()).text).replicas[3].disk.name).toBe('nvme');
    expect(problems({ add: ['sp1@sa-east-1'] })).toEqual([
      'add 0: the replicas have different disks, so say which sp1 has: sp1@sa-east-1:DISK',
    ]);
  });

  it('has one replica less, unless something refers to it', () => {
    expect(loaded(edit({ remove: ['va1.b'] }).text).replicas.map(({ id }) => id)).toEqual(['va1', 'ie1']);
    expect(problems({ remove: ['va1'] })[0]).toContain('the leader (protocol.leader)');
    expect(problems({ remove: ['ie1'] })[0]).toContain('the entry of web (clients.web.entry)');
    const weighted = topology({
      protocol: '{ name: multi-paxos, quorum: { expression: "va1 & oh1 | va1 & ie1 | oh1 & ie1" } }',
    });
    expect(problems({ remove: ['oh1'] }, weighted)[0]).toContain('the quorums (protocol.quorum)');
    expect(edit({ remove: ['oh1'], quorum: 'majority' }, weighted).said).toHaveLength(2);
  });

  it('may have its leader moved and the old one removed in one go', () => {
    const { text } = edit({ leader: 'ie1', remove: ['va1'] });
    expect(loaded(text).protocol.leader).toBe('ie1');
  });
});

describe('an edit that cannot be made says why', () => {
  it.each([
    ['protocol.dsk=serial', "protocol has no key 'dsk'; did you mean 'disk'?"],
    ['replicas.va9.disk=nvme', "replicas has no 'va9'; did you mean 'va1'?"],
    ['replicas[3].disk=nvme', 'there is no replicas[3]: replicas has 3 entries, [0] to [2]'],
    [
      'network.rtt.sites=[a]',
      'network.rtt is a single value and has no parts, so there is no network.rtt.sites',
    ],
    [
      'protocol.leader.x=1',
      'protocol.leader is a single value and has no parts, so there is no protocol.leader.x',
    ],
    ['protocol[0]=1', 'protocol is no list, so there is no protocol[0]'],
    ['protocol..x=1', "a name is missing in 'protocol..x'"],
    ['protocol.disk', "'protocol.disk' does not say what; write PATH=VALUE, as in protocol.disk=serial"],
    ['protocol.disk=', "nothing stands after the = of 'protocol.disk='"],
    ['protocol.disk={', "'{' is no value that YAML can read; texts with : or # belong in quotes"],
    ['protocol.disk=*fast', "'*fast' refers to an anchor, which a value of its own cannot"],
  ])('%s: %s', (assignment, message) => {
    expect(problems({ set: [assignment] })).toEqual([`set 0: ${message}`]);
  });

  it('where two edits are of one place, or of a place and its part', () => {
    expect(problems({ leader: 'ie1', set: ['protocol.leader=va1'] })).toEqual([
      'leader 0: protocol.leader is set twice',
    ]);
    expect(problems({ set: ['disks.nvme.fsync=1ms', 'disks.nvme={ fsync: 2ms }'] })).toEqual([
      'set 1: disks.nvme and disks.nvme.fsync cannot both be set: one replaces the other',
    ]);
  });

  it('and every one at once', () => {
    expect(problems({ add: ['x'], set: ['y'], remove: ['z'] }).map((text) => text.split(' ')[0])).toEqual([
      'add',
      'set',
      'remove',
    ]);
  });

  it('while a value that the format does not allow is found when the text is checked', () => {
    expect(complaints(edit({ set: ['protocol.disk=serail'] }).text).join()).toContain("cannot be 'serail'");
  });
});

describe('whatever stands in an option', () => {
  it('is an edit or a problem, never a crash', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'replicas',
        'va1',
        'protocol',
        '.',
        '[0]',
        '[',
        ']',
        '=',
        'disks',
        '{',
        '}',
        '*a',
        '&a',
        '- ',
        '__proto__',
        'constructor',
        ': ',
        '#',
        '"',
      ),
      fc.string({ maxLength: 6 }),
    );
    const words = fc.array(piece, { maxLength: 8 }).map((parts) => parts.join(''));
    let made = 0;
    fc.assert(
      fc.property(words, fc.constantFrom('set', 'add', 'remove', 'leader', 'quorum'), (text, key) => {
        const many = key === 'leader' || key === 'quorum' ? text : [text];
        const result = editTopology(FILE, { ...NO_CHANGES, [key]: many });
        if (!('problems' in result)) {
          made++;
          complaints(result.text);
        }
      }),
      { numRuns: 300 },
    );
    expect(made).toBeGreaterThan(10);
  });
});
