/** A first topology file for `quorate init`. */
export interface Template {
  readonly name: string;
  /** One line for a list. */
  readonly summary: string;
  /** The file, ready to write. */
  readonly text: string;
}

const HEAD = `# A topology for quorate: who is where, what talks to what, what is asked of it.
# For completion in an editor: quorate schema topology > topology.schema.json
# yaml-language-server: $schema=./topology.schema.json
version: 1`;

const DISKS = `disks:
  ssd: { fsync: { p50: 1ms, p99: 4ms } }     # measure yours; quantiles are fitted`;

const FAILURES = `failures:                                    # mean time between failures, and to repair
  machine: { mtbf: 120d, mttr: 30m }
  zone:    { mtbf: 2y,   mttr: 1h }
  region:  { mtbf: 8y,   mttr: 4h }`;

const threeZones = `${HEAD}
name: three-zones
description: Three replicas in three zones of one region.

network:
  rtt: aws-2025-07                           # see: quorate rtt list; or your own: ./measured.csv

${DISKS}

replicas:                                    # at: region/zone
  - { id: a1, at: eu-west-1/a, disk: ssd }
  - { id: b1, at: eu-west-1/b, disk: ssd }
  - { id: c1, at: eu-west-1/c, disk: ssd }

clients:
  - { id: app, at: eu-west-1/a, rate: 500/s, reads: 80% }

protocol:
  name: multi-paxos
  leader: a1
  quorum: majority
  reads: leader-lease
  processing: 0.05ms

${FAILURES}
timeouts: { heartbeat: 100ms, election: [1s, 2s] }

objectives:
  - { clients: app, metric: write.p99, at-most: 10ms }
  - { survive: zone }
`;

const fiveRegions = `${HEAD}
name: five-regions
description: Five replicas in five regions; any two may be lost.

network:
  rtt: aws-2025-07                           # see: quorate rtt list; or your own: ./measured.csv

${DISKS}

replicas:                                    # at: region/zone
  - { id: va1, at: us-east-1/a, disk: ssd, leads: 2 }   # preferred as leaders
  - { id: oh1, at: us-east-2/a, disk: ssd, leads: 2 }
  - { id: or1, at: us-west-2/a, disk: ssd }
  - { id: ie1, at: eu-west-1/a, disk: ssd }
  - { id: de1, at: eu-central-1/a, disk: ssd }

clients:
  - { id: web-us, at: us-east-1, rate: 400/s, reads: 90% }
  - { id: web-eu, at: eu-west-1, rate: 250/s, reads: 90% }

protocol:
  name: multi-paxos
  leader: va1                                # or best: the planner picks
  quorum: majority
  reads: leader-lease
  processing: 0.05ms

${FAILURES}
timeouts: { heartbeat: 110ms, election: [1500ms, 3s] }

objectives:
  - { clients: web-us, metric: write.p99, at-most: 120ms }
  - { metric: availability, at-least: 99.99% }
  - { survive: region }
`;

const nineInGroups = `${HEAD}
name: nine-in-groups
description: Nine replicas in three groups of three; two groups decide, each by two of its three.

network:
  rtt: aws-2025-07                           # see: quorate rtt list; or your own: ./measured.csv

${DISKS}

replicas:                                    # at: region/zone
  - { id: us-a, at: us-east-1/a, disk: ssd, leads: 3 }   # preferred as leaders
  - { id: us-b, at: us-east-1/b, disk: ssd, leads: 3 }
  - { id: us-c, at: us-east-1/c, disk: ssd, leads: 3 }
  - { id: ca-a, at: ca-central-1/a, disk: ssd }
  - { id: ca-b, at: ca-central-1/b, disk: ssd }
  - { id: ca-c, at: ca-central-1/c, disk: ssd }
  - { id: eu-a, at: eu-west-1/a, disk: ssd, leads: 2 }
  - { id: eu-b, at: eu-west-1/b, disk: ssd, leads: 2 }
  - { id: eu-c, at: eu-west-1/c, disk: ssd, leads: 2 }

clients:
  - { id: web-us, at: us-east-1, rate: 400/s, reads: 90% }
  - { id: web-eu, at: eu-west-1, rate: 250/s, reads: 90% }

protocol:
  name: multi-paxos
  leader: us-a
  quorum:
    groups:
      us: [us-a, us-b, us-c]
      ca: [ca-a, ca-b, ca-c]
      eu: [eu-a, eu-b, eu-c]
    of: majority                             # two of the three groups,
    within: majority                         # and in each of them two of its three members
  reads: leader-lease
  processing: 0.05ms

${FAILURES}
timeouts: { heartbeat: 100ms, election: [1s, 2s] }

objectives:
  - { clients: web-us, metric: write.p99, at-most: 60ms }
  - { survive: region }
`;

/** The first is the one that `quorate init` writes where none is named. */
export const templates: readonly Template[] = [
  { name: 'three-zones', summary: 'three replicas in three zones of one region', text: threeZones },
  { name: 'five-regions', summary: 'five replicas in five regions, majority quorums', text: fiveRegions },
  {
    name: 'nine-in-groups',
    summary: 'nine replicas in three groups of three, hierarchical quorums',
    text: nineInGroups,
  },
];
