/**
 * Availability with as many nines as it has, and so many digits of what is lost: "99.9950 %" with two; "–" where it is
 * not known.
 */
export function available(share: number | null, digitsLost = 2): string {
  if (share === null) return '–';
  const lost = (1 - share) * 100;
  if (lost <= 1e-10) return '100 %';
  const digits = Math.min(10, Math.max(digitsLost - 1, digitsLost - 1 - Math.floor(Math.log10(lost))));
  return `${(share * 100).toFixed(digits)} %`;
}

const UNITS = [
  { least: 86_400 * 2, worth: 86_400, name: 'd' },
  { least: 3600 * 2, worth: 3600, name: 'h' },
  { least: 120, worth: 60, name: 'min' },
] as const;

/** Seconds of a year, in a unit that leaves two or three digits: "26 min", "5.2 h". */
export function downtime(seconds: number | null): string {
  if (seconds === null) return '–';
  const unit = UNITS.find(({ least }) => seconds >= least) ?? { worth: 1, name: 's' };
  const value = seconds / unit.worth;
  if (value === 0) return '0 s';
  const text = value >= 99.5 ? value.toFixed(0) : String(Number(value.toPrecision(2)));
  return `${text} ${unit.name}`;
}

/** A share close to 1, with as many nines as it has and two digits more: "99.99991 %"; "100 %" where 12 digits are not enough. */
export function share(value: number): string {
  if (value === 1) return '100 %';
  const missing = 100 * (1 - value);
  const digits = Math.min(12, Math.max(2, Math.ceil(-Math.log10(missing)) + 1));
  const hundred = (100 * value).toFixed(digits);
  return `${Number(hundred) === 100 ? '100' : hundred} %`;
}
