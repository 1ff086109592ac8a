import type { About, SpaceTime, SpaceTimeMessage } from '../../result/chart-data.js';
import type { Trace, TraceEvent } from '../../result/simulation-run.js';

/** Two events of one moment: the simulator's clock adds fractions. */
const SAME_MOMENT = 1e-9;

/** The messages, disk writes and commits of one traced command, and which of them its answer waited for. */
export function spaceTimeOf(trace: Trace, about: About): SpaceTime {
  const { events } = trace;
  const critical = criticalEvents(trace);
  const messages: SpaceTimeMessage[] = [];
  const diskWrites: { place: string; from: number; to: number; critical: boolean }[] = [];
  for (const [index, event] of events.entries()) {
    if (event.what === 'send') {
      const arrival = events.find(({ what, id }, k) => k > index && what === 'receive' && id === event.id);
      messages.push({
        from: event.place,
        to: event.peer ?? '',
        type: event.message ?? '',
        sent: event.at,
        received: arrival?.at ?? null,
        critical: critical.has(event),
      });
    }
    if (event.what === 'durable') {
      const handed = handedOver(events, index);
      if (handed !== undefined)
        diskWrites.push({
          place: event.place,
          from: handed.at,
          to: event.at,
          critical: critical.has(event),
        });
    }
  }
  return {
    about,
    client: trace.client,
    kind: trace.kind,
    lanes: [...new Set([trace.client, ...events.map(({ place }) => place)])],
    messages,
    diskWrites,
    commits: events.filter(({ what }) => what === 'commit').map(({ place, at }) => ({ place, at })),
    marks: events
      .filter(({ what }) => what === 'timer' || what === 'retry' || what === 'give-up' || what === 'lost')
      .map(({ place, at, what }) => ({ place, at, what })),
    answered: trace.latency,
  };
}

/**
 * The events that led to the answer, followed backwards: a machine acts at the very moment at which something reaches it,
 * so what made it send is the last thing that had reached it at that moment.
 */
function criticalEvents({ client, latency, events }: Trace): Set<TraceEvent> {
  const path = new Set<TraceEvent>();
  if (latency === null) return path;
  let index = events.findIndex(({ place, what }) => place === client && what === 'receive');
  while (index >= 0 && !path.has(events[index])) {
    const event = events[index];
    path.add(event);
    index = before(events, index);
  }
  return path;
}

/** The event that brought this one about; −1 for the first of all. */
function before(events: readonly TraceEvent[], index: number): number {
  const { what, id, place, at } = events[index];
  switch (what) {
    case 'receive':
    case 'lost':
      return last(events, index, (other) => other.what === 'send' && other.id === id);
    case 'handle':
      return last(events, index, (other) => other.what === 'receive' && other.id === id);
    case 'durable': {
      const handed = handedOver(events, index);
      return handed === undefined ? -1 : events.indexOf(handed);
    }
    case 'send':
    case 'persist':
    case 'commit':
      return last(
        events,
        index,
        (other) =>
          other.place === place &&
          at - other.at < SAME_MOMENT &&
          ['receive', 'handle', 'durable', 'timer', 'retry'].includes(other.what),
      );
    default:
      return -1;
  }
}

/** When the record that is durable now was handed to the disk. */
function handedOver(events: readonly TraceEvent[], index: number): TraceEvent | undefined {
  const { place, token } = events[index];
  const at = last(
    events,
    index,
    (other) => other.what === 'persist' && other.place === place && other.token === token,
  );
  return at < 0 ? undefined : events[at];
}

function last(events: readonly TraceEvent[], index: number, wanted: (event: TraceEvent) => boolean): number {
  for (let i = index - 1; i >= 0; i--) if (wanted(events[i])) return i;
  return -1;
}
