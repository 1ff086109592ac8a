import type { Machine } from '../../../src/protocol/contract/machine.js';
import { endOf, entryAt } from '../../../src/protocol/log/stretch.js';
import { has } from '../../../src/protocol/member-masks.js';
import type { Entry } from '../../../src/protocol/pacifica/messages.js';
import { WatchedMachines } from '../watched-machines.js';
import { stateOf } from './subject.js';

/**
 * The paper's invariants.
 *
 *   commit    committed(secondary) ⊆ committed(primary) ⊆ prepared(secondary), for the secondaries in the primary's
 *             configuration, as long as they have not heard of a later reign; the first part, from when the primary has
 *             reconciled;
 *   reigns    a configuration's version names one configuration, and a reign has one primary.
 */
export class Invariants extends WatchedMachines {
  protected check(): void {
    for (const [self, machine] of this.machines) {
      const { configuration, office } = stateOf(machine);
      this.checkVersion(configuration);
      if (office === null) continue;
      for (const [other, secondary] of this.machines) {
        if (other !== self && has(configuration.members, other))
          this.compare(self, machine, other, secondary);
      }
    }
  }

  private compare(p: number, primary: Machine, s: number, secondary: Machine): void {
    const [mine, theirs] = [stateOf(primary), stateOf(secondary)];
    if (theirs.configuration.since !== mine.configuration.since) return;
    this.checked++;
    // A new primary may have heard less of what is committed than others, until it has reconciled.
    if (theirs.executed > mine.executed && mine.executed >= mine.office!.start) {
      this.found(`r${s} has executed below ${theirs.executed}, its primary r${p} below ${mine.executed}`);
    }
    const from = Math.max(mine.log.base, theirs.log.base);
    for (let slot = from; slot < mine.committed && slot < endOf(mine.log); slot++) {
      const there: Entry | undefined = slot < endOf(theirs.log) ? entryAt(theirs.log, slot) : undefined;
      if (there?.since === entryAt(mine.log, slot).since) continue;
      this.found(`slot ${slot} is committed at r${p} and not in the prepared list of r${s}`);
    }
  }
}
