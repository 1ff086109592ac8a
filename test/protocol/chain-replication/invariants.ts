import { isIn } from '../../../src/protocol/chain-replication/configuration.js';
import { readyEnd, type State } from '../../../src/protocol/chain-replication/state.js';
import type { Machine } from '../../../src/protocol/contract/machine.js';
import { endOf, entryAt } from '../../../src/protocol/log/stretch.js';
import { WatchedMachines } from '../watched-machines.js';
import { stateOf } from './subject.js';

/**
 * The paper's invariants.
 *
 *   update propagation   Hist of a replica is a prefix of that of its predecessor (§3.3), in one configuration, as far as
 *                        both know how much they have;
 *   committed            what one has executed is in the history of each in the latest chain, also of one that is just back;
 *   configurations       a version names one chain.
 */
export class Invariants extends WatchedMachines {
  protected check(): void {
    const latest = Math.max(...[...this.machines.values()].map((one) => stateOf(one).configuration.version));
    for (const [self, machine] of this.machines) {
      const state = stateOf(machine);
      const { configuration } = state;
      this.checkVersion(configuration);
      const { chain } = configuration;
      if (configuration.version === latest && isIn(configuration, self)) this.compareAll(self, state);
      const successor = chain[chain.indexOf(self) + 1];
      if (isIn(configuration, self) && successor !== undefined) this.compare(self, state, successor);
    }
  }

  private compareAll(self: number, { configuration, executed }: State): void {
    for (const i of configuration.chain) {
      const theirs = stateOf(this.machines.get(i) as Machine);
      if (theirs.configuration.version !== configuration.version || endOf(theirs.log) >= executed) continue;
      this.found(
        `r${self} has executed below ${executed}, and r${i}, in its chain, has the history below ${endOf(theirs.log)}`,
      );
    }
  }

  private compare(p: number, mine: State, s: number): void {
    const theirs = stateOf(this.machines.get(s) as Machine);
    if (theirs.configuration.version !== mine.configuration.version) return;
    if (mine.due === Number.POSITIVE_INFINITY || theirs.due === Number.POSITIVE_INFINITY) return;
    this.checked++;
    const end = readyEnd(theirs);
    if (end > readyEnd(mine) && end > mine.executed)
      this.found(`r${s} has the history below ${end}, its predecessor r${p} below ${readyEnd(mine)}`);
    for (let slot = Math.max(mine.log.base, theirs.log.base); slot < Math.min(end, endOf(mine.log)); slot++) {
      if (entryAt(theirs.log, slot).since === entryAt(mine.log, slot).since) continue;
      this.found(`slot ${slot} differs between r${p} and its successor r${s}`);
    }
  }
}
