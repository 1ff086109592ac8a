/** Text on one line, without characters that a terminal acts on, that turn the direction of writing, or that nobody sees. */
export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(UNSEEN, '');
}

const UNSEEN = /[\p{Cc}\p{Cs}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu;
