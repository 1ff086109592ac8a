import type { ClientMachine, ClientSetup } from './client.js';
import type { Machine, MachineSetup } from './machine.js';

/**
 * What one replica does, message by message. A machine touches the outside only through `Effects`, its state is
 * plain data (structuredClone must copy it), and the same inputs give the same effects: that is what lets one
 * machine run in the simulator, in exhaustive exploration, and in the transcript recorder.
 */
export interface MachineFactory {
  create(setup: MachineSetup): Machine;
  /**
   * The part that runs at every client process, where clients take part in the protocol (they propose to several
   * replicas, or learn from several). Where absent, a client sends its command to its entry and takes the first answer.
   */
  createClient?(setup: ClientSetup): ClientMachine;
}
