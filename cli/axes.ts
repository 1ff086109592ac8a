import type { Protocol } from '../src/protocol/contract/protocol.js';
import { protocols } from '../src/protocol/registry.js';
import { MAX_MEMBERS } from '../src/quorum/system.js';
import { suggestion } from '../src/spelling/suggestion.js';
import { InputError } from './input-error.js';
import { countOf } from './numbers.js';
import { protocolOf } from './protocols.js';

/** `--protocols all`, or names with commas between them. */
export function protocolsOf(text: string): Protocol[] {
  return text === 'all'
    ? [...protocols]
    : unique(listOf('--protocols', text)).map((name) => protocolOf(name, '--protocols'));
}

/** `--quorums 'majority; { threshold: 4 }'`: quorums as the file has them, with semicolons between them; repeatable. */
export function quorumsOf(texts: readonly string[]): string[] {
  return unique(
    texts.flatMap((text) => {
      const parts = splitOutside(text).map((part) => part.trim());
      if (parts.includes(''))
        throw new InputError(
          `quorate: --quorums ${text}: nothing stands before, after or between the semicolons`,
        );
      return parts;
    }),
  );
}

/** `--leaders all`, or ids with commas between them. */
export function leadersOf(text: string, ids: readonly string[]): string[] {
  if (text === 'all') return [...ids];
  const wanted = unique(listOf('--leaders', text));
  for (const id of wanted) {
    if (id !== 'best' && !ids.includes(id))
      throw new InputError(
        `quorate: --leaders: no replica is called '${id}'; ${suggestion(id, ids, 'the replicas')}`,
      );
  }
  return wanted;
}

/** `--replicas 3,5,7`: how many. */
export function sizesOf(text: string): number[] {
  return [...new Set(listOf('--replicas', text).map((size) => countOf('--replicas', size, 1, MAX_MEMBERS)))];
}

function listOf(option: string, text: string): string[] {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.includes(''))
    throw new InputError(`quorate: ${option} ${text}: nothing stands before, after or between the commas`);
  return parts;
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}

/** Splits at semicolons that stand in no quotes. */
function splitOutside(text: string): string[] {
  const parts = [''];
  let quote = '';
  for (const character of text) {
    if (quote === '' && character === ';') {
      parts.push('');
      continue;
    }
    if (quote === '' && (character === '"' || character === "'")) quote = character;
    else if (character === quote) quote = '';
    parts[parts.length - 1] += character;
  }
  return parts;
}
