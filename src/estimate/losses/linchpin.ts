import type { Linchpin, Loss } from '../../result/losses.js';
import { type Price, priceOf } from '../../result/price.js';

/** A loss that raises no client's p50 by this factor is nothing to design around. */
const NOTABLE = 1.1;
/** Losses that do at least this share of the worst one's damage are named with it. */
const ALIKE = 0.9;

type Before = readonly { readonly id: string; readonly p50: number | null }[];

/**
 * The replica whose loss hurts one client most, on average over all that may lead then: writes that stop come before any that
 * slow down, then the largest relative rise of p50. Where no single replica is worth a tenth, the region; null where no region is
 * either. A client that is lost itself is not hurt.
 */
export function linchpinOf(losses: readonly Loss[], before: Before): Linchpin | null {
  return worstOf(losses, 'replica', before) ?? worstOf(losses, 'region', before);
}

function worstOf(losses: readonly Loss[], kind: Linchpin['kind'], before: Before): Linchpin | null {
  const candidates = losses
    .filter((loss) => loss.kind === kind)
    .map(({ name, clients, leaders }) => {
      const prices = clients.map(({ id }) => priceOf(leaders, id));
      const rises = clients.map(({ down }, i) => (down ? 1 : riseOf(before[i].p50, prices[i]?.mean ?? null)));
      return { name, rises, prices };
    });
  let worst: { name: string; client: number; rise: number; price: Price | null } | undefined;
  for (const { name, rises, prices } of candidates) {
    for (const [client, rise] of rises.entries()) {
      if (rise >= NOTABLE && rise > (worst?.rise ?? 0)) worst = { name, client, rise, price: prices[client] };
    }
  }
  if (worst === undefined) return null;
  const { name, client, rise, price } = worst;
  const was = before[client].p50;
  if (was === null) return null;
  const alike = candidates.filter(
    (other) => other.name !== name && other.rises[client] - 1 >= ALIKE * (rise - 1),
  );
  return {
    kind,
    name,
    alike: alike.map((other) => other.name),
    client: before[client].id,
    before: was,
    after: price?.mean ?? null,
    range: price === null ? null : { low: price.low, high: price.high },
  };
}

function riseOf(before: number | null, after: number | null): number {
  if (before === null) return 1;
  return after === null ? Number.POSITIVE_INFINITY : after / before;
}
