/**
 * A fault on the timeline. Times are ms after measuring began; `until` is when it is over, and undefined where it
 * lasts to the end. Ends are ids of replicas and, for what happens to the network, of clients too.
 */
export type Fault =
  /** The replicas lose all that is not durable, and stay down until a `restart`, or until `until`. */
  | {
      readonly kind: 'crash';
      readonly replicas: readonly string[];
      readonly at: number;
      readonly until?: number;
    }
  | { readonly kind: 'restart'; readonly replicas: readonly string[]; readonly at: number }
  /** An operator's order (`Order` of the machine contract): to take over, to leave the group, to join it again. */
  | {
      readonly kind: 'promote' | 'remove' | 'add';
      readonly replicas: readonly string[];
      readonly at: number;
    }
  /** Nothing passes between ends of different groups; an end that is in no group is not affected. */
  | {
      readonly kind: 'partition';
      readonly groups: readonly (readonly string[])[];
      readonly at: number;
      readonly until?: number;
    }
  /** Nothing passes from the one ends to the others; the way back stays open. */
  | {
      readonly kind: 'cut';
      readonly from: readonly string[];
      readonly to: readonly string[];
      readonly at: number;
      readonly until?: number;
    }
  /** Every delay between the two, either way, is drawn · factor + extra ms. */
  | {
      readonly kind: 'slow-link';
      readonly between: readonly [readonly string[], readonly string[]];
      readonly factor: number;
      readonly extra: number;
      readonly at: number;
      readonly until?: number;
    }
  /** The replicas do nothing, and go on where they were: what reached them meanwhile waits for that. */
  | {
      readonly kind: 'pause';
      readonly replicas: readonly string[];
      readonly at: number;
      readonly until: number;
    }
  /** Durable writes that begin meanwhile take `factor` times as long. */
  | {
      readonly kind: 'slow-disk';
      readonly replicas: readonly string[];
      readonly factor: number;
      readonly at: number;
      readonly until?: number;
    };
