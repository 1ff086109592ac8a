import type { RttFinding } from '../finding.js';

/** Paths change: Cape Town to Mumbai went from 291 to 164 to 271 ms within years. */
const OLD_YEARS = 2;

/** A warning for figures more than two years old on this day (ISO dates); none where either is unknown ('' or none). */
export function ageFindings(date: string, today: string | undefined): RttFinding[] {
  if (today === undefined || date === '') return [];
  const [year, ...rest] = today.split('-');
  const limit = [String(Number(year) - OLD_YEARS), ...rest].join('-');
  if (date >= limit) return [];
  const years = Math.floor(yearsBetween(date, today));
  return [
    {
      code: 'old',
      severity: 'warning',
      message: `the newest figure is of ${date}, ${years} years old: paths change within less`,
      hint: 'measure the links that decide, and give them as overrides',
    },
  ];
}

function yearsBetween(from: string, to: string): number {
  const days = (date: string): number => {
    const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
    return year * 365.25 + (month - 1) * 30.44 + day;
  };
  return (days(to) - days(from)) / 365.25;
}
