import type { Rule } from '../rule.js';
import { named, significant } from '../words.js';

export const clientWithoutRate: Rule = {
  id: 'QR037',
  name: 'client-without-rate',
  title: 'Clients without a rate beside clients with one',
  topic: 'load',
  severity: 'warning',
  needs: 'file',
  why: 'Where some clients have a rate, the others count as one operation a second when a leader is chosen, and as none when load is computed. Neither is what they do.',
  fix: 'Give every client a rate, or none of them.',
  source: 'docs/topology.md, "clients"',
  check({ deployment }) {
    const { clients } = deployment;
    const silent = clients.filter(({ rate }) => rate === undefined);
    if (silent.length === 0 || silent.length === clients.length) return [];
    const sum = clients.reduce((total, { rate = 0 }) => total + rate, 0);
    return [
      {
        path: ['clients', silent[0].index],
        message: `${named(silent.map(({ id }) => id))} ${silent.length === 1 ? 'has' : 'have'} no rate, and ${clients.length - silent.length} of ${clients.length} clients have (${significant(sum)}/s in all): load leaves ${silent.length === 1 ? 'it' : 'them'} out.`,
        fix: `Give ${named(silent.map(({ id }) => id))} a rate.`,
      },
    ];
  },
};
