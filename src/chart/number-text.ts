/** Milliseconds at the end of a bar or a line: "81 ms", "0.6 ms", "4.2 s". */
export function msText(value: number): string {
  return value >= 10_000 ? `${trimmed(value / 1000, 0)} s` : `${msNumber(value)} ms`;
}

/** The same without its unit. */
export function msNumber(value: number): string {
  if (value >= 100) return value.toFixed(0);
  if (value >= 10) return trimmed(value, 1);
  if (value >= 1) return trimmed(value, 1);
  return trimmed(value, 2);
}

/** A time without service in a year, from its share of the year: "8.8 h", "5.3 min", "2.6 s". */
export function perYear(share: number): string {
  const seconds = share * 365 * 86_400;
  if (seconds >= 86_400) return `${three(seconds / 86_400)} d`;
  if (seconds >= 3600) return `${three(seconds / 3600)} h`;
  if (seconds >= 60) return `${three(seconds / 60)} min`;
  return seconds >= 0.1 || seconds === 0 ? `${three(seconds)} s` : '< 0.1 s';
}

/** A share of the time as nines: "99.95 %", with as many digits as tell it from 100 %. */
export function ninesText(unavailability: number): string {
  if (unavailability <= 0) return '100 %';
  const digits = Math.max(0, Math.ceil(-Math.log10(unavailability) - 1e-9) - 2);
  return `${(100 * (1 - unavailability)).toFixed(Math.min(digits, 10))} %`;
}

/** Operations per second: "1,240/s". */
export function rateText(value: number): string {
  const whole = value >= 10 ? Math.round(value).toString() : trimmed(value, 1);
  return `${whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')}/s`;
}

export function percentText(share: number): string {
  const hundred = 100 * share;
  if (hundred === 0 || hundred >= 10) return `${hundred.toFixed(0)} %`;
  return `${trimmed(hundred, hundred >= 1 ? 1 : 2)} %`;
}

/** Names in a row: "a", "a and b", "a, b and 3 more". */
export function listText(names: readonly string[], most = 3): string {
  if (names.length <= 1) return names.join('');
  if (names.length <= most) return `${names.slice(0, -1).join(', ')} and ${names[names.length - 1]}`;
  return `${names.slice(0, most - 1).join(', ')} and ${names.length - most + 1} more`;
}

function three(value: number): string {
  return value >= 100 ? value.toFixed(0) : trimmed(value, value >= 10 ? 0 : 1);
}

function trimmed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
