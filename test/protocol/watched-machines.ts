import type { MachineFactory } from '../../src/protocol/contract/host.js';
import type { Machine } from '../../src/protocol/contract/machine.js';
import { altered } from './altered.js';

/** Invariants held against all machines of a run after every input of any: from outside, at one instant. */
export abstract class WatchedMachines {
  readonly broken: string[] = [];
  /** How often there was something to compare. */
  checked = 0;
  /** Configurations seen, by version. */
  readonly versions = new Map<number, string>();
  protected readonly machines = new Map<number, Machine>();

  watch(factory: MachineFactory): MachineFactory {
    const kept: MachineFactory = {
      create: (setup) => {
        const machine = factory.create(setup);
        this.machines.set(setup.self, machine);
        return machine;
      },
    };
    return altered(kept, { after: () => this.check(), afterRestart: () => this.check() });
  }

  protected abstract check(): void;

  /** A version names one configuration. */
  protected checkVersion(configuration: { readonly version: number }): void {
    const { version } = configuration;
    const text = JSON.stringify(configuration);
    const known = this.versions.get(version);
    if (known === undefined) this.versions.set(version, text);
    else if (known !== text) this.found(`version ${version} is ${known} and ${text}`);
  }

  protected found(what: string): void {
    if (this.broken.length < 5) this.broken.push(what);
  }
}
