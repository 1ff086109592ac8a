import { partsOf } from './leaves.js';
import type { Leaf, Outcome } from './outcome.js';

/**
 * Names expressions so that two with the same name have the same law: the same form over the same laws, the same leaves
 * shared, the same messages.
 */
export class Fingerprints {
  private readonly ids = new Map<object, number>();

  of(outcome: Outcome): string {
    const leaves = new Map<Leaf, number>();
    const visit = (node: Outcome): string => {
      if (node.kind === 'never') return '!';
      if (node.kind === 'leaf') {
        const met = leaves.get(node);
        if (met !== undefined) return `=${met}`;
        leaves.set(node, leaves.size);
        const { delay, message } = node;
        if (message === undefined) return `${this.id(delay)}`;
        const { from, to, before, transit, handling, around } = message;
        return `${this.id(transit)}@${from}>${to}+${before}+${handling}#${this.id(around)}`;
      }
      const of = node.kind === 'quorum' ? this.id(node.system) : node.kind === 'choice' ? node.p : '';
      return `${node.kind}${of}(${partsOf(node).map(visit).join(',')})`;
    };
    return visit(outcome);
  }

  private id(object: object): number {
    let id = this.ids.get(object);
    if (id === undefined) {
      id = this.ids.size;
      this.ids.set(object, id);
    }
    return id;
  }
}
