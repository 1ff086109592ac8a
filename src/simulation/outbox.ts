import type { Message } from '../protocol/contract/machine.js';

/** What travels as one message: those that a replica sent to another within one step of its machine. */
export class Packet implements Message {
  readonly type = 'packet';
  constructor(readonly messages: readonly Message[]) {}
}

/** Gathers what machines send within one step, by link, so that messages to one replica share a packet. */
export class Outbox {
  private readonly links: number[] = [];
  private readonly messages = new Map<number, Message[]>();
  private readonly causes = new Map<number, number>();

  get isEmpty(): boolean {
    return this.links.length === 0;
  }

  /** @param preferred a packet belongs to the operation of its first message, or to this one if any of them does. */
  add(link: number, message: Message, cause: number, preferred: number): void {
    const there = this.messages.get(link);
    if (there === undefined) {
      this.links.push(link);
      this.messages.set(link, [message]);
      this.causes.set(link, cause);
      return;
    }
    there.push(message);
    if (cause === preferred) this.causes.set(link, cause);
  }

  /** Sends what was gathered, in the order of the links' first messages. */
  flush(send: (link: number, body: Message, cause: number) => void): void {
    for (const link of this.links) {
      const messages = this.messages.get(link) as Message[];
      send(link, messages.length === 1 ? messages[0] : new Packet(messages), this.causes.get(link) as number);
    }
    this.links.length = 0;
    this.messages.clear();
    this.causes.clear();
  }
}
