import { isMapping } from './same-value.js';

/** What a topology says, with lists whose entries have names of their own turned into mappings by that name. */
export type Keyed = ReadonlyMap<string, unknown>;

/** The plain data of a topology without errors, keyed: entries of lists are found again wherever they moved to. */
export function keyedTopology(data: unknown): Keyed {
  const root = mapOf(data);
  const edit = (key: string, change: (value: unknown) => unknown): void => {
    if (root.has(key)) root.set(key, change(root.get(key)));
  };
  edit('replicas', (list) => byName(list, idOf, ['id']));
  edit('clients', (list) => byName(list, idOf, ['id']));
  edit('objectives', (list) => byName(list, objectiveName, ['survive', 'metric', 'clients']));
  edit('network', (value) => keyedNetwork(mapOf(value)));
  edit('failures', (value) => {
    const failures = mapOf(value);
    if (failures.has('shared'))
      failures.set('shared', byName(sortedMembers(failures.get('shared')), nameOf, ['name']));
    return failures;
  });
  return root;
}

function keyedNetwork(network: Map<string, unknown>): Keyed {
  for (const [key, value] of network) {
    if (Array.isArray(value) && value.every((each) => isMapping(each) && Array.isArray(each.between)))
      network.set(key, byName(value, pairName, ['between']));
  }
  const rtt = network.get('rtt');
  if (isMapping(rtt) && Array.isArray(rtt.sites) && Array.isArray(rtt.ms)) network.set('rtt', pairs(rtt));
  return network;
}

/** An inline matrix as a mapping from "CA – OR" (or "CA → OR" where the way back differs) to the figure. */
function pairs({ sites, ms, ...rest }: Readonly<Record<string, unknown>>): Keyed {
  const names = (sites as readonly unknown[]).map(String);
  const cells = ms as readonly (readonly unknown[])[];
  const found = new Map<string, unknown>(Object.entries(rest));
  names.forEach((a, i) => {
    names.forEach((b, j) => {
      const [there, back] = [cells[i]?.[j], cells[j]?.[i]];
      const [first, second] = a < b ? [a, b] : [b, a];
      if (there !== back) found.set(`${a} → ${b}`, there);
      else if (i <= j) found.set(`${first} – ${second}`, there);
    });
  });
  return found;
}

/** Entries by their names, without the keys that make the name; a second of one name gets a number. */
function byName(
  list: unknown,
  name: (entry: Readonly<Record<string, unknown>>) => string,
  keys: readonly string[],
): Keyed {
  const found = new Map<string, unknown>();
  for (const entry of Array.isArray(list) ? list : []) {
    if (!isMapping(entry)) continue;
    const own = name(entry);
    let free = own;
    for (let count = 2; found.has(free); count++) free = `${own} (${count})`;
    found.set(free, Object.fromEntries(Object.entries(entry).filter(([key]) => !keys.includes(key))));
  }
  return found;
}

function idOf({ id }: Readonly<Record<string, unknown>>): string {
  return String(id);
}

function nameOf({ name }: Readonly<Record<string, unknown>>): string {
  return String(name);
}

function pairName({ between }: Readonly<Record<string, unknown>>): string {
  return (between as readonly unknown[]).map(String).sort().join(' – ');
}

/** What an objective is about, without its bound. */
function objectiveName({ survive, metric, clients }: Readonly<Record<string, unknown>>): string {
  if (survive !== undefined) return `survive ${String(survive)}`;
  return clients === undefined ? String(metric) : `${String(metric)} of ${String(clients)}`;
}

/** Of a set, the order means nothing. */
function sortedMembers(list: unknown): unknown {
  if (!Array.isArray(list)) return list;
  return list.map((entry) =>
    isMapping(entry) && Array.isArray(entry.members)
      ? { ...entry, members: entry.members.map(String).sort() }
      : entry,
  );
}

function mapOf(value: unknown): Map<string, unknown> {
  return new Map(isMapping(value) ? Object.entries(value) : []);
}
