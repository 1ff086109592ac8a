import { readFileSync } from 'node:fs';
import type { Case } from './case.js';
import { deploymentOf, lawOf } from './evaluate.js';

interface Publication {
  readonly id: string;
  readonly source: string;
  readonly sites: readonly string[];
  readonly ms: readonly (readonly number[])[];
  readonly quorum: unknown;
  readonly tolerance: number;
  readonly expected: readonly {
    readonly claim: string;
    readonly leader: string;
    readonly down: readonly string[];
    readonly client: string;
    readonly ms: number;
    /** Consensus rounds one after the other at the leader; 1 unless said. */
    readonly rounds?: number;
    readonly read?: boolean;
    /** ms of service measured beside the leader. */
    readonly constant?: number;
    readonly misfit?: string;
  }[];
}

const { cases: publications } = JSON.parse(
  readFileSync(new URL('./published.json', import.meta.url), 'utf8'),
) as {
  cases: readonly Publication[];
};

/** Published figures with complete inputs. */
export const published: readonly Case[] = publications.flatMap((publication) =>
  publication.expected.map((expected): Case => {
    const { claim, leader, down, client, ms, misfit } = expected;
    const without = down.length === 0 ? '' : `, ${down.join(' and ')} down`;
    return {
      group: publication.id,
      id: `${publication.id}-${leader}-${client}`,
      claim: `${claim}: leader ${leader}, client ${client}${without}`,
      figure: expected.read === true ? 'read' : 'write',
      expected: ms,
      actual: () => latency(publication, expected),
      tolerance: { relative: publication.tolerance, absolute: 0 },
      ...(misfit === undefined ? {} : { misfit }),
    };
  }),
);

/** Where the figures of `published` come from, by group. */
export const sources: ReadonlyMap<string, string> = new Map(
  publications.map(({ id, source }) => [id, source]),
);

function latency(publication: Publication, expected: Publication['expected'][number]): number {
  const { sites, ms, quorum } = publication;
  const { leader, down, rounds = 1, read = false, constant = 0 } = expected;
  const deployment = deploymentOf({
    name: publication.id,
    network: { rtt: { sites, ms } },
    replicas: sites.map((site) => ({ id: `r-${site}`, at: site })),
    clients: sites.map((site) => ({ id: site, at: site })),
    protocol: { name: 'multi-paxos', leader: `r-${leader}`, quorum, reads: 'leader-lease' },
  });
  const at = (client: string): number =>
    lawOf(deployment, read ? 'read' : 'write', {
      client,
      leader: `r-${leader}`,
      down: down.map((site) => `r-${site}`),
    }).quantile(0.5);
  // A client beside the leader sees one round and nothing else: further rounds cost that much each.
  return at(expected.client) + (rounds - 1) * at(leader) + constant;
}
