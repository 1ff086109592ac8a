/** Milliseconds for a table: three significant places or so, never more than a measurement could mean. */
export function ms(value: number | null): string {
  if (value === null) return '–';
  if (value >= 1000) return value.toFixed(0);
  if (value >= 10) return value.toFixed(1);
  if (value >= 1) return value.toFixed(2);
  return value === 0 ? '0' : value.toFixed(3);
}

/** A share as a percentage: "81 %", "0.4 %", "< 0.1 %". */
export function percent(share: number): string {
  const hundred = share * 100;
  if (hundred === 0) return '0 %';
  if (hundred < 0.1) return '< 0.1 %';
  if (hundred < 1) return `${hundred.toFixed(1)} %`;
  if (hundred > 99 && hundred < 100) return hundred >= 99.95 ? '> 99.9 %' : `${hundred.toFixed(1)} %`;
  return `${Math.round(hundred)} %`;
}

/** A relative change: "+347 %", "−12 %". */
export function change(before: number, after: number): string {
  const hundred = (after / before - 1) * 100;
  const size = Math.abs(hundred);
  const digits = size < 10 ? 1 : 0;
  return `${hundred < 0 ? '−' : '+'}${size.toFixed(digits)} %`;
}

/** A whole number with thousands apart: "1 234 567" with narrow spaces left out for terminals: 1,234,567. */
export function count(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}
