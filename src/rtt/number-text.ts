/** A figure in ms for people: one decimal from 10 ms on, two from 1 ms on, three below; no trailing zeros. */
export function msText(ms: number): string {
  const size = Math.abs(ms);
  return trimZeros(ms.toFixed(size >= 10 ? 1 : size >= 1 ? 2 : 3));
}

/** A whole number with commas between the thousands: 5570 → "5,570". */
export function countText(value: number): string {
  const digits = Math.round(value).toString();
  return digits.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** "p50", "p50 and p90", "min, mean and max". */
export function listText(words: readonly string[]): string {
  if (words.length < 2) return words.join('');
  return `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}
