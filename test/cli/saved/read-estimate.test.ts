import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { readEstimate } from '../../../cli/saved/read-estimate.js';
import { quorate, SMALL } from '../quorate.js';

let saved: Record<string, unknown>;
beforeAll(async () => {
  const { out } = await quorate(['estimate', 't.yaml', '-q', '-f', 'json'], { 't.yaml': SMALL });
  saved = JSON.parse(out);
});

const problemOf = async (data: unknown): Promise<string | undefined> => {
  const found = await readEstimate(data);
  return 'problem' in found ? found.problem : undefined;
};

describe('a saved estimate', () => {
  it('is read as it was saved', async () => {
    expect(await readEstimate(saved)).toEqual({ estimate: saved });
  });

  it('may come from a version that said less: no availability, throughput, survival or objectives', async () => {
    const { availability, throughput, survives, survival, failover, objectives, ...rest } = saved;
    expect(await problemOf(rest)).toBeUndefined();
    const none = { availability: null, throughput: null, survives: null, objectives: null };
    expect(await problemOf({ ...rest, ...none })).toBeUndefined();
  });

  it.each<[string, (result: Record<string, unknown>) => unknown, string]>([
    [
      'another result',
      (r) => ({ ...r, schema: 'quorate.simulation/1' }),
      'it is a result of quorate simulation',
    ],
    [
      'a later schema',
      (r) => ({ ...r, schema: 'quorate.estimate/2' }),
      'it is of schema quorate.estimate/2, and this version of quorate reads quorate.estimate/1',
    ],
    ['other JSON', () => ({ schema: 3 }), 'its schema is not quorate.estimate/1'],
    ['several results', (r) => [r, r], 'it holds 2 results'],
    ['no clients', ({ clients, ...r }) => r, 'clients is missing'],
    [
      'a figure that is a text',
      (r) => {
        const [client] = r.clients as { readonly write: object }[];
        return { ...r, clients: [{ ...client, write: { ...client.write, mean: '3' } }] };
      },
      'clients[0].write.mean is not a number or null',
    ],
    [
      'a client twice',
      (r) => ({ ...r, clients: [(r.clients as object[])[0], (r.clients as object[])[0]] }),
      'clients[1].id is not an id of its own',
    ],
    ['half an availability', (r) => ({ ...r, availability: { write: 1 } }), 'availability.read is missing'],
  ])('is refused with a sentence: %s', async (_, spoil, sentence) => {
    expect(await problemOf(spoil(structuredClone(saved)))).toContain(sentence);
  });

  it('never throws, whatever JSON it is', async () => {
    const keys = fc.constantFrom(...Object.keys(saved));
    await fc.assert(
      fc.asyncProperty(keys, fc.jsonValue(), async (key, value) => {
        const found = await readEstimate({ ...saved, [key]: value });
        expect('estimate' in found || typeof found.problem === 'string').toBe(true);
      }),
    );
  });
});
