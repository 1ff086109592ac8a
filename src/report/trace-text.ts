import type { Trace, TraceEvent } from '../result/simulation-run.js';
import { wrap } from './document/table.js';
import { ms } from './number.js';

/** Room for the time at the left of a line, and for the words at its right. */
const MARGINS = 11 + 37;

/**
 * One operation as a space-time listing: time runs down, places stand side by side, and each line says what happened
 * where. A message is named where it leaves and where it arrives.
 */
export function traceLines(trace: Trace, columns: number): string[] {
  const places = [...new Set([trace.client, ...trace.events.map(({ place }) => place)])];
  const took = trace.latency === null ? 'never answered' : `answered after ${ms(trace.latency)} ms`;
  const title = `Trace of ${trace.kind} ${trace.operation} of ${trace.client}, ${took}; times in ms since it was sent.`;
  const lines = wrap(title, columns);
  const width = Math.max(...places.map((place) => place.length), 3) + 2;
  // Where the lanes leave no room for words, events are listed with the name of their place.
  const lanes = MARGINS + places.length * width <= columns;
  if (lanes)
    lines.push(`${'ms'.padStart(9)}  ${places.map((place) => place.padEnd(width)).join('')}`.trimEnd());
  let answered = false;
  for (const event of trace.events) {
    const lane = places.map((place) => (place === event.place ? mark(event) : '│').padEnd(width)).join('');
    const where = lanes ? lane : `${event.place.padEnd(width)}`;
    lines.push(`${time(event.at)}  ${where}${says(event)}`.trimEnd());
    if (!answered && event.place === trace.client && event.what === 'receive') {
      answered = true;
      lines.push(`${''.padStart(9)}  ── the client has its answer; nothing below is waited for ──`);
    }
  }
  return lines;
}

function time(at: number): string {
  return at.toFixed(3).padStart(9);
}

function mark({ what }: TraceEvent): string {
  switch (what) {
    case 'send':
      return '●→';
    case 'receive':
      return '→●';
    case 'lost':
      return '✗';
    case 'durable':
      return '■';
    case 'commit':
      return '◆';
    default:
      return '●';
  }
}

function says(event: TraceEvent): string {
  const { what, message, peer } = event;
  switch (what) {
    case 'send':
      return `sends ${message} to ${peer}`;
    case 'receive':
      return `${message} from ${peer} arrives`;
    case 'handle':
      return `has processed ${message} of ${peer}`;
    case 'lost':
      return `${message ?? 'a message'} of ${peer} is lost`;
    case 'persist':
      return 'hands a record to its disk';
    case 'write':
      return 'its disk begins to write';
    case 'durable':
      return 'the record is durable';
    case 'timer':
      return `timer ${event.timer} fires`;
    case 'commit':
      return `executes slot ${event.slot}`;
    case 'retry':
      return 'has waited long enough and sends again';
    case 'give-up':
      return 'gives up';
  }
}
