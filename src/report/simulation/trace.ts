import type { Trace, TraceEvent } from '../../result/simulation-run.js';
import { left, right, type Table } from '../document/blocks.js';
import { ms } from '../number.js';

/**
 * One operation as a space-time listing: time runs down, and each line says what happened where; places stand side by
 * side where there is room. A message is named where it leaves and where it arrives.
 */
export function traceTable(trace: Trace): Table {
  const places = [...new Set([trace.client, ...trace.events.map(({ place }) => place)])];
  const took = trace.latency === null ? 'never answered' : `answered after ${ms(trace.latency)} ms`;
  const answer = trace.events.findIndex(({ place, what }) => place === trace.client && what === 'receive');
  const lines = (lanes: (event: TraceEvent | undefined) => string[]): string[][] =>
    trace.events.flatMap((event, i) => [
      [event.at.toFixed(3), ...lanes(event), says(event)],
      ...(i === answer ? [['', ...lanes(undefined), ANSWERED]] : []),
    ]);
  return {
    kind: 'table',
    caption: `Trace of ${trace.kind} ${trace.operation} of ${trace.client}, ${took}; times in ms since it was sent`,
    columns: [right('ms'), left('at'), left('what')],
    rows: lines((event) => [event?.place ?? '']),
    wide: {
      columns: [right('ms'), ...places.map(left), left('')],
      rows: lines((event) =>
        places.map((place) => (event === undefined ? '─' : place === event.place ? mark(event) : '│')),
      ),
    },
  };
}

const ANSWERED = 'the client has its answer; nothing below is waited for';

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
