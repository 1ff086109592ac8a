import type { ChosenLog } from '../log/chosen.js';
import type { Entry } from './messages.js';

/** The log: what the owners of its slots suggested (accepted in ballot 0), and what is known to be chosen. */
export type Log = ChosenLog<Entry>;

/** Of a slot's suggestion (`written`): not here, being written, on disk. */
export const NOWHERE = 0;
export const WRITING = 1;
export const WRITTEN = 2;

export {
  chosenAt,
  cutLog,
  emptyLog,
  entryAt,
  logEnd,
  putChosen,
  putEntry,
  writtenAt,
} from '../log/chosen.js';
