import { isInstant } from './build.js';
import type { Outcome } from './outcome.js';

/**
 * An outcome expression in one line: "request web→va1, then majority (3 of 5) of {va1: write; oh1: accept
 * va1→oh1, then write, then accepted oh1→va1; …}, then reply va1→web". Leaves of one place are named without arrow.
 */
export function describe(outcome: Outcome): string {
  switch (outcome.kind) {
    case 'never':
      return 'never';
    case 'leaf': {
      const { what, from, to } = outcome.label;
      if (from === undefined) return what;
      return to === undefined ? `${what} at ${from}` : `${what} ${from}→${to}`;
    }
    case 'after':
      return isInstant(outcome) ? 'at once' : outcome.parts.map(describe).join(', then ');
    case 'all':
      return isInstant(outcome) ? 'at once' : `all of {${outcome.parts.map(describe).join('; ')}}`;
    case 'any':
      return `first of {${outcome.parts.map(describe).join('; ')}}`;
    case 'quorum': {
      const parts = outcome.parts.map((part, i) => `${outcome.system.members[i]}: ${describe(part)}`);
      return `${outcome.system.describe()} of {${parts.join('; ')}}`;
    }
    case 'choice':
      return `with probability ${outcome.p} {${describe(outcome.first)}} else {${describe(outcome.second)}}`;
  }
}
