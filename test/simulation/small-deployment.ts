import type { Distribution } from '../../src/distribution/distribution.js';
import { constant } from '../../src/distribution/points.js';
import type { QuorumScheme, QuorumSystem } from '../../src/quorum/system.js';
import type { Client, Deployment, DomainPath, Link, Replica } from '../../src/topology/deployment.js';
import { DEFAULT_KEYS } from '../../src/topology/keys.js';

/** What a test deployment is made of; all it leaves out is free, instant or absent. */
export interface Small {
  /** Regions of the replicas, one each; they are called a, b, c, … */
  readonly replicas?: readonly string[];
  /** Regions of the clients, one each; they are called client-0, client-1, … */
  readonly clients?: readonly string[];
  readonly rate?: number;
  readonly reads?: number;
  readonly fsync?: Distribution;
  readonly processing?: number;
  readonly loss?: number;
  readonly heartbeat?: number;
  readonly election?: readonly [number, number];
  /** One-way delay between two regions; 10 ms where absent. */
  oneWay?(from: string, to: string): Distribution;
}

const source = { kind: 'inline', text: 'test' } as const;

export function smallDeployment(small: Small = {}): Deployment {
  const regions = small.replicas ?? ['home'];
  const oneWay = small.oneWay ?? (() => constant(10));
  const replicas = regions.map((region, index): Replica => {
    const fsync = small.fsync ?? constant(0);
    const disk = { name: 'test', fsync, snapshot: fsync, groupCommit: false, source };
    return {
      id: 'abcdefghij'[index],
      index,
      at: [region],
      disk,
      role: 'voter',
      leads: 1,
      election: undefined,
    };
  });
  const clients = (small.clients ?? ['home']).map((region, index): Client => {
    return {
      id: `client-${index}`,
      index,
      at: [region],
      rate: small.rate,
      reads: small.reads ?? 0,
      entry: undefined,
      connection: 'kept',
      proxy: undefined,
    };
  });
  const link = (from: DomainPath, to: DomainPath): Link => {
    const there = oneWay(from[0], to[0]);
    // Of the round trip only mean and quantiles are asked: twice the one-way delay serves.
    const rtt: Distribution = { ...there, mean: 2 * there.mean, quantile: (p) => 2 * there.quantile(p) };
    return { from, to, oneWay: there, rtt, source };
  };
  return {
    name: 'small',
    description: '',
    file: 'small.yaml',
    replicas,
    clients,
    network: {
      link,
      bandwidth: undefined,
      overhead: 64,
      linkLimit: () => undefined,
      loss: small.loss ?? 0,
      dataset: undefined,
    },
    protocol: {
      name: 'test',
      leader: undefined,
      quorum: majority(replicas.map(({ id }) => id)),
      disk: 'parallel',
      reads: 'consensus',
      processing: small.processing ?? 0,
      sending: 0,
      batch: undefined,
      window: undefined,
      learner: undefined,
      commuting: false,
      interference: undefined,
      returnsAfter: undefined,
    },
    timeouts: {
      heartbeat: small.heartbeat ?? 100,
      election: small.election ?? [1000, 2000],
      lease: 1000,
      grace: 2000,
      operator: undefined,
    },
    keys: DEFAULT_KEYS,
    payload: 0,
    shards: undefined,
    failures: { machine: undefined, rack: undefined, zone: undefined, region: undefined, shared: [] },
    maintenance: undefined,
    objectives: [],
    assumptions: [],
    locate: () => undefined,
  };
}

function majority(members: readonly string[]): QuorumScheme {
  const unused = (): never => {
    throw new Error('the simulator asks no quorum for probabilities');
  };
  const system: QuorumSystem = {
    members,
    contains: (set) => {
      let count = 0;
      for (let i = 0; i < members.length; i++) count += (set >> i) & 1;
      return 2 * count > members.length;
    },
    probability: unused,
    probabilities: unused,
    describe: () => 'majority',
  };
  return { phase1: system, phase2: system, describe: () => 'majority' };
}
