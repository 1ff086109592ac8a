import { ownerOf, roundOf } from '../../src/protocol/ballot.js';
import type { ManagerMessage, ManagerRecord } from '../../src/protocol/configuration-messages.js';
import type { Command } from '../../src/protocol/contract/machine.js';

/** What transcripts of several protocols say alike. */

export function commandWords({ client, seq, kind, key, value }: Command): string {
  if (client < 0) return 'no-op';
  return `${kind} k${key}${kind === 'write' ? `=${value}` : ''} (c${client}#${seq})`;
}

/** The values of a store: "k1=7 k2=8". */
export function storeWords(store: ReadonlyMap<number, number>): string {
  return [...store].map(([key, value]) => `k${key}=${value}`).join(' ');
}

export function snapshotWords(snapshot: {
  readonly executed: number;
  readonly store: ReadonlyMap<number, number>;
}): string {
  return `snapshot below slot ${snapshot.executed} {${storeWords(snapshot.store)}}`;
}

/** What the configuration manager's messages say, but for their type; `words` says a configuration. */
export function managerWords<C>(
  body: ManagerMessage<C & { version: number }>,
  words: (c: C) => string,
): string {
  switch (body.type) {
    case 'current':
      return words(body.configuration);
    case 'ask':
      return `after ${body.after.version} in ${ballotWords(body.ballot)}`;
    case 'promise': {
      const accepted =
        body.accepted === null
          ? 'nothing accepted'
          : `accepted ${words(body.accepted)} in ${ballotWords(body.acceptedIn)}`;
      return `after ${body.after} in ${ballotWords(body.ballot)}, ${accepted}`;
    }
    case 'propose':
      return `${words(body.next)} in ${ballotWords(body.ballot)}`;
    case 'accepted':
      return `after ${body.after} in ${ballotWords(body.ballot)}`;
    case 'refused':
      return `after ${body.after} in ${ballotWords(body.ballot)}, promised ${ballotWords(body.promised)}`;
  }
}

/** What an acceptor of the manager writes down. */
export function managerRecordWords<C>(record: ManagerRecord<C>, words: (c: C) => string): string {
  const { configuration, promised, acceptedIn, accepted } = record;
  const promise = promised > 0 ? `, promised ${ballotWords(promised)}` : '';
  const vote = accepted === null ? '' : `, accepted ${words(accepted)} in ${ballotWords(acceptedIn)}`;
  return `configuration ${words(configuration)}${promise}${vote}`;
}

/** A manager's ballot: round.replica. */
function ballotWords(ballot: number): string {
  return `${roundOf(ballot)}.${ownerOf(ballot)}`;
}
