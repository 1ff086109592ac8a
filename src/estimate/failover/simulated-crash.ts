import type { Command } from '../../protocol/contract.js';
import { assemble } from '../../simulation/assemble.js';
import type { Director, Engine, EngineParts } from '../../simulation/engine.js';
import { FAULT } from '../../simulation/event.js';
import { Timeline } from '../../simulation/timeline.js';
import { slowestRoundTrip, slowestWrite } from '../../simulation/workload.js';
import type { FailoverCase } from './case.js';
import { type CrashTimes, Marks } from './crash-times.js';
import { type Watcher, watched } from './watched.js';

/** A warm-up that lasts longer than so many of the case's limits has failed. */
const WARM_UP = 2;

/** Instead of a crash, nothing passes for a while between the replica that would be lost and this one. */
export interface SimulatedPause {
  readonly of: string;
  /** ms */
  readonly length: number;
}

/** One crash of the protocol's machines. */
export class SimulatedCrash implements Director, Watcher {
  private readonly engine: Engine;
  private readonly parts: EngineParts;
  private readonly timeline: Timeline;
  private readonly marks = new Marks();
  /** When the crash came; NaN before. */
  private origin = Number.NaN;
  private readonly led: boolean[];
  /** Who has just been elected, and is to be handed a write. */
  private readonly elected: number[] = [];
  /** Who has sent what one sends that was elected, after it had called: such messages may be sent again (bit i: replica i). */
  private won = 0;
  /** Answers to this process and to later ones are waited for; whether one has come. */
  private awaited = 0;
  private answered = false;

  /** @param phase which part of a heartbeat to wait before the crash, 0…1 */
  constructor(
    private readonly at: FailoverCase,
    seed: number,
    private readonly witness: number,
    private readonly phase: number,
    pause?: SimulatedPause,
  ) {
    const { deployment, protocol, setup, crashed, survivors } = at;
    const { engine, parts } = assemble({
      deployment,
      machine: watched(protocol.machine, this),
      leader: setup.leader,
      quorum: setup.quorum,
      seed,
      clients: {
        entries: deployment.clients.map(() => [0]),
        readEntries: deployment.clients.map(() => [0]),
        reads: deployment.clients.map(() => 0),
        uniforms: deployment.clients.map(() => () => 0),
        drawKey: () => 0,
        timeout: Number.MAX_SAFE_INTEGER,
        attempts: 1,
        replicas: deployment.replicas.length,
      },
      traits: protocol.traits,
      freeze: false,
      following: false,
      backgroundLeftOut: false,
      recorder: undefined,
    });
    this.engine = engine;
    this.parts = parts;
    this.led = deployment.replicas.map(() => false);
    const id = (index: number): string => deployment.replicas[index].id;
    const missing = deployment.replicas.map(({ index }) => index);
    const down = missing.filter((index) => index !== crashed && !survivors.includes(index)).map(id);
    this.timeline = new Timeline(
      [
        { kind: 'crash', replicas: down, at: 0 },
        pause === undefined
          ? { kind: 'crash', replicas: [id(crashed)], at: 1 }
          : { kind: 'partition', groups: [[pause.of], [id(crashed)]], at: 1, until: 1 + pause.length },
      ],
      { deployment, ...parts },
    );
    engine.connect(parts, this);
  }

  /** Whether a survivor has lost patience until then. */
  get called(): boolean {
    return this.marks.wasCalled;
  }

  /** Undefined where no write was answered within the case's limit. */
  run(): CrashTimes | undefined {
    const { engine, parts, at } = this;
    for (const host of parts.hosts) host.machine.start(host);
    engine.settle();
    this.timeline.happen(0);
    const patience = WARM_UP * at.limit;
    if (at.leader !== undefined) {
      const leader = parts.hosts[at.leader].machine;
      while (!leader.leads && parts.queue.next() <= patience) engine.step();
    }
    this.ask(at.leader ?? this.witness);
    while (!this.answered && parts.queue.next() <= patience) engine.step();
    if (!this.answered) return undefined;
    const { deployment } = at;
    const { heartbeat } = at.setup;
    const settling = 2 * (slowestRoundTrip(deployment) + slowestWrite(deployment)) + heartbeat;
    this.runUntil(engine.now + settling + heartbeat * this.phase);
    this.crash();
    return this.marks.times;
  }

  private crash(): void {
    const { engine, parts, at } = this;
    this.origin = engine.now;
    this.awaited = parts.clients.sessions.length;
    this.timeline.happen(1);
    const over = this.timeline.entries.findIndex(({ begins }) => !begins);
    if (over >= 0) engine.schedule(this.origin + this.timeline.entries[over].at - 1, FAULT, over);
    if (at.leader !== at.crashed) this.ask(at.leader ?? this.witness);
    const end = this.origin + at.limit;
    while (this.marks.times === undefined && parts.queue.next() <= end) {
      engine.step();
      for (let replica = this.elected.pop(); replica !== undefined; replica = this.elected.pop()) {
        this.ask(replica);
      }
    }
  }

  /** A write of a process of its own, handed to a replica without any way to go. */
  private ask(replica: number): void {
    const { parts, engine } = this;
    const { process } = parts.clients.join(0);
    const operation = parts.operations.add(process, false, 0, engine.now, true);
    const command: Command = {
      client: process,
      seq: parts.operations.seq[operation],
      kind: 'write',
      key: 0,
      value: parts.operations.value(operation),
    };
    const host = parts.hosts[replica];
    host.machine.request(command, host);
    engine.settle();
  }

  private runUntil(time: number): void {
    while (this.parts.queue.next() <= time) this.engine.step();
    this.engine.now = time;
  }

  private mark(phase: 'called' | 'elected' | 'answered', replica: number): void {
    if (this.origin <= this.engine.now) this.marks.mark(phase, replica, this.engine.now - this.origin);
  }

  // Watcher

  sends(replica: number, type: string): void {
    const { call, elected } = this.at.failover;
    if (type === call) {
      this.mark('called', replica);
      this.won &= ~(1 << replica);
    } else if (type === elected && ((this.won >>> replica) & 1) === 0) {
      this.mark('elected', replica);
      this.won |= 1 << replica;
    }
  }

  replies(replica: number, process: number): void {
    if (process < this.awaited) return;
    this.answered = true;
    this.mark('answered', replica);
  }

  leads(replica: number, leads: boolean): void {
    if (leads === this.led[replica]) return;
    this.led[replica] = leads;
    if (!leads || Number.isNaN(this.origin)) return;
    this.mark('elected', replica);
    this.elected.push(replica);
  }

  // Director

  due(_kind: number, place: number): void {
    this.timeline.happen(place);
  }

  issued(): void {}

  idle(): void {}

  settled(): void {}
}
