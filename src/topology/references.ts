import { Field } from './field.js';

/** Which parts of a topology speak of a replica, in words: "the leader (protocol.leader)". */
export function referencesTo(data: unknown, id: string): string[] {
  const root = new Field(data);
  const found: string[] = [];
  if (root.get('protocol').get('leader').value === id) found.push('the leader (protocol.leader)');
  if (mentions(root.get('protocol').get('quorum').value, id)) found.push('the quorums (protocol.quorum)');
  for (const client of root.get('clients').entries) {
    if (client.get('entry').value === id) {
      const name = client.get('id').text ?? String(client.path[1]);
      found.push(`the entry of ${name} (clients.${name}.entry)`);
    }
  }
  for (const shared of root.get('failures').get('shared').entries) {
    if (shared.get('members').entries.some(({ value }) => value === id)) {
      const name = shared.get('name').text ?? String(shared.path[2]);
      found.push(`the shared failure ${name} (failures.shared.${name}.members)`);
    }
  }
  if (root.get('shards').get('leaders').keys.includes(id))
    found.push('the leaders of shards (shards.leaders)');
  return found;
}

/** Does an id stand anywhere in a quorum: as a key, an entry of a list, or a name in an expression? */
function mentions(value: unknown, id: string): boolean {
  if (typeof value === 'string') return value.split(/[^\w.-]+/).includes(id);
  if (Array.isArray(value)) return value.some((each) => mentions(each, id));
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, inner]) => key === id || mentions(inner, id));
}
