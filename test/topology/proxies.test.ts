import { describe, expect, it } from 'vitest';
import { complaints, loaded, topology } from './load.js';

const NETWORK = `{ rtt: { sites: [a, b], ms: [[0.5, 20], [20, 0.5]] }, overrides: [OVERRIDES] }`;
const REPLICAS = '[{ id: ra, at: a }, { id: rb, at: b }]';

/** A client at a whose proxy is at b/1; `overrides` of round trips. */
function proxied(client: string, overrides = ''): string {
  return topology({
    network: NETWORK.replace('OVERRIDES', overrides),
    disks: undefined,
    replicas: REPLICAS,
    clients: `[${client}]`,
    protocol: '{ name: multi-paxos, leader: ra }',
  });
}

describe('a client with a proxy: the ways that its messages take', () => {
  it('are to the proxy and from there to the replicas: what is taken for granted about them is said', () => {
    const { assumptions } = loaded(
      topology({ clients: '[{ id: web, at: eu-west-1, proxy: ap-northeast-1 }]' }),
    );
    const direct = loaded(topology({ clients: '[{ id: web, at: eu-west-1 }]' })).assumptions;
    expect(assumptions).not.toEqual(direct);
    expect(loaded(proxied('{ id: web, at: a, proxy: b }')).clients[0].proxy).toEqual(['b']);
  });

  it('need a round trip: a proxy in no region of the data is an error', () => {
    expect(complaints(proxied('{ id: web, at: a, proxy: mars }')).join('\n')).toContain('mars');
  });

  it('a zone-less way that only the client itself would take is not one', () => {
    // Beside ra at us-east-1/a the client names no zone; but it talks to its proxy only.
    const text = topology({ clients: '[{ id: web, at: us-east-1, proxy: eu-central-1/a }]' });
    expect(loaded(text).assumptions.join(' ')).not.toContain('In us-east-1');
    expect(loaded(topology({ clients: '[{ id: web, at: us-east-1 }]' })).assumptions.join(' ')).toContain(
      'In us-east-1',
    );
  });

  it('a shared failure may strike where only a proxy is', () => {
    const shared = '{ shared: [{ name: storm, members: [ap-northeast-1], mtbf: 1y, mttr: 1h }] }';
    const clients = '[{ id: web, at: eu-west-1, proxy: ap-northeast-1 }]';
    expect(complaints(topology({ clients, failures: shared }))).toEqual([]);
    expect(complaints(topology({ failures: shared })).join(' ')).toContain('ap-northeast-1');
  });
});
