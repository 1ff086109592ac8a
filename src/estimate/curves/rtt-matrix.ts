import type { Standing } from '../../group/standing.js';
import type { RttMatrix } from '../../result/chart-data.js';
import { aboutOf } from './about.js';

/** Median round trips from every replica and every client to every replica. */
export function rttMatrixOf({ deployment, protocol, leader }: Omit<Standing, 'down'>): RttMatrix {
  const { replicas, clients, network } = deployment;
  return {
    about: aboutOf(deployment, protocol, leader),
    columns: replicas.map(({ id }) => id),
    rows: [
      ...replicas.map((from) => ({ ...from, kind: 'replica' as const })),
      ...clients.map((from) => ({ ...from, kind: 'client' as const })),
    ].map(({ id, at, kind }) => ({
      id,
      kind,
      cells: replicas.map((to) =>
        kind === 'replica' && to.id === id ? null : network.link(at, to.at).rtt.quantile(0.5),
      ),
    })),
  };
}
