import type { Rule } from '../rule.js';
import { significant } from '../words.js';

const OLD_AFTER_YEARS = 2;

export const oldRtts: Rule = {
  id: 'QR028',
  name: 'old-rtts',
  title: 'RTT data more than two years old',
  topic: 'data',
  severity: 'warning',
  needs: 'file',
  why: 'Paths change: new cables, other carriers, other peering. Between clouds’ regions single pairs have changed by a third and more within two years. A plan made on old figures may choose the wrong leader.',
  fix: 'Take a newer data set, or measure the links that decide and give them as overrides.',
  source: 'data sets of quorate, docs/rtt-data.md',
  check({ deployment, options }) {
    const { dataset } = deployment.network;
    if (dataset === undefined) return [];
    const years = (day(options.today) - day(dataset.date)) / 365.25;
    if (!(years > OLD_AFTER_YEARS)) return [];
    return [
      {
        path: ['network', 'rtt'],
        message: `The RTTs of ${dataset.name} are of ${dataset.date}, ${significant(years)} years old.`,
        fix: 'Name a newer data set (quorate rtt list), or override the links that decide with what you measure.',
      },
    ];
  },
};

/** Days, to about one, of an ISO date; NaN for what is none. */
function day(date: string): number {
  const [year, month = 1, dayOfMonth = 1] = date === '' ? [] : date.split('-').map(Number);
  return (year ?? Number.NaN) * 365.25 + (month - 1) * 30.44 + dayOfMonth;
}
