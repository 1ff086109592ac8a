import type { Crash, Failover } from '../contract.js';
import { ballotAbove } from './ballot.js';

/**
 * The loss of a replica, as a timed model of revocation. Nobody leads, yet everybody executes in the order of the slots:
 * a write is stuck behind the next slot of the lost replica until somebody has revoked that.
 */
export const failover: Failover = {
  call: 'prepare',
  elected: 'revoke',
  begin(crash) {
    new Revocations(crash).begin();
  },
};

interface Acceptor {
  readonly id: number;
  promised: number;
  seen: number;
  /** When it was last told anything by the lost replica. */
  heardAt: number;
  /** Whether it has heard of the write, whose skips it knows, and since when the write is stuck on the lost one's slot. */
  told: boolean;
  skips: number;
  stuck: boolean;
  stuckSince: number;
  /** Its own revocation. */
  running: Running | undefined;
}

interface Running {
  readonly ballot: number;
  promises: number;
  agreed: number;
  /** Phase 2: it has promises enough. */
  proposed: boolean;
}

/** Revocations of the lost replica's slots by the survivors of one crash (OSDI 2008, §4.3 and §5.2). */
class Revocations {
  private readonly acceptors: readonly Acceptor[];

  constructor(private readonly crash: Crash) {
    const { crashed, silence } = crash;
    this.acceptors = crash.survivors.map((id) => ({
      id,
      promised: 0,
      seen: 0,
      heardAt: crash.delay(crashed, id) - silence,
      told: false,
      skips: 0,
      stuck: false,
      stuckSince: 0,
      running: undefined,
    }));
  }

  begin(): void {
    for (const acceptor of this.acceptors) {
      if (acceptor === this.nextAfterLost()) this.watch(acceptor);
    }
    this.suggest();
  }

  /**
   * The witness suggests a write. Who hears of it waits for the slots between this one and the witness's last: in turn those
   * of the replicas `before` the lost one, whose owners skip them and say so, then that of the lost.
   */
  private suggest(): void {
    const { crash } = this;
    const { n, quorum, heartbeat } = crash.setup;
    const witness = this.acceptors.find(({ id }) => id === crash.witness) as Acceptor;
    let before = 0;
    for (let id = (witness.id + 1) % n; id !== crash.crashed; id = (id + 1) % n) {
      if (crash.survivors.includes(id)) before |= 1 << id;
    }
    const learn = (acceptor: Acceptor, skips: number): void => {
      acceptor.skips |= skips;
      if (!acceptor.told || acceptor.stuck || (acceptor.skips & before) !== before) return;
      acceptor.stuck = true;
      acceptor.stuckSince = before === 0 ? this.lastHeard(acceptor) : crash.now;
      const patience = this.patience();
      const rest = Math.max(0, acceptor.stuckSince + patience - crash.now);
      crash.later(rest, () => this.losePatience(acceptor, patience));
    };
    const hear = (acceptor: Acceptor): void => {
      acceptor.told = true;
      learn(acceptor, 1 << acceptor.id);
    };
    let accepted = 0;
    let chosen = false;
    const accept = (id: number): void => {
      accepted |= 1 << id;
      learn(witness, 1 << id);
      if (chosen || !quorum.phase2.contains(accepted)) return;
      chosen = true;
      const { skips } = witness;
      for (const other of this.others(witness)) crash.send(witness.id, other.id, () => learn(other, skips));
    };
    hear(witness);
    crash.write(witness.id, () => accept(witness.id));
    for (const other of this.others(witness)) {
      crash.send(witness.id, other.id, () => {
        hear(other);
        crash.write(other.id, () => crash.send(other.id, witness.id, () => accept(other.id)));
      });
      const beat = (): void => {
        const skips = other.told ? 1 << other.id : 0;
        for (const third of this.others(other)) crash.send(other.id, third.id, () => learn(third, skips));
        if (!this.acceptors.every(({ stuck }) => stuck)) crash.later(heartbeat, beat);
      };
      crash.later(heartbeat - crash.silence, beat);
    }
  }

  /** When the replica had last anything to do before now: all heartbeats go out together, its own among them. */
  private lastHeard(acceptor: Acceptor): number {
    const { now, silence, setup } = this.crash;
    const { heartbeat } = setup;
    let last = Math.min(acceptor.heardAt, now);
    if (acceptor.heardAt > now) last -= heartbeat;
    for (const { id } of this.acceptors) {
      const first = (id === acceptor.id ? 0 : this.crash.delay(id, acceptor.id)) - silence;
      last = Math.max(last, first + Math.floor((now - first) / heartbeat) * heartbeat);
    }
    return last;
  }

  private patience(): number {
    const [low, high] = this.crash.setup.election;
    return low + (high - low) * this.crash.random();
  }

  private nextAfterLost(): Acceptor {
    return this.acceptors.find(({ id }) => id > this.crash.crashed) ?? this.acceptors[0];
  }

  /** One that is still heard may be slow only; else it revokes. It looks again after as long a while, drawn anew. */
  private losePatience(acceptor: Acceptor, patience: number): void {
    const { crash } = this;
    const [low, high] = crash.setup.election;
    const silent = crash.now - acceptor.heardAt >= low;
    if (silent || crash.now - acceptor.stuckSince > 3 * high) this.revoke(acceptor);
    const next = this.patience();
    const stuck = crash.now - acceptor.stuckSince;
    const rest = next - stuck;
    crash.later(rest > 1e-9 ? rest : patience, () => this.losePatience(acceptor, next));
  }

  /** With every heartbeat the next after the lost one looks whether that has been silent for the longest timeout. */
  private watch(acceptor: Acceptor): void {
    const { crash } = this;
    const { heartbeat, election } = crash.setup;
    const beat = (): void => {
      if (crash.now - acceptor.heardAt > election[1]) this.revoke(acceptor);
      crash.later(heartbeat, beat);
    };
    crash.later(heartbeat - crash.silence, beat);
  }

  /** Phase 1: others are asked once the own promise is on disk. */
  private revoke(acceptor: Acceptor): void {
    const { crash } = this;
    if (acceptor.running !== undefined) return;
    const ballot = ballotAbove(Math.max(acceptor.seen, acceptor.promised), acceptor.id);
    acceptor.seen = ballot;
    acceptor.promised = ballot;
    const running: Running = { ballot, promises: 0, agreed: 0, proposed: false };
    acceptor.running = running;
    crash.write(acceptor.id, () => {
      if (acceptor.running !== running) return;
      crash.mark('called', acceptor.id);
      for (const other of this.others(acceptor)) {
        crash.send(acceptor.id, other.id, () => this.onPrepare(other, acceptor, running));
      }
      this.promised(acceptor, running, acceptor.id);
    });
  }

  private onPrepare(acceptor: Acceptor, revoker: Acceptor, running: Running): void {
    if (!this.obeys(acceptor, revoker, running)) return;
    this.crash.write(acceptor.id, () => {
      if (acceptor.promised !== running.ballot) return;
      this.crash.send(acceptor.id, revoker.id, () => this.promised(revoker, running, acceptor.id));
    });
  }

  /** With a phase-1 quorum: phase 2. */
  private promised(revoker: Acceptor, running: Running, from: number): void {
    const { crash } = this;
    if (revoker.running !== running || running.proposed) return;
    running.promises |= 1 << from;
    if (!crash.setup.quorum.phase1.contains(running.promises)) return;
    running.proposed = true;
    crash.write(revoker.id, () => this.agreed(revoker, running, revoker.id));
    crash.mark('elected', revoker.id);
    for (const other of this.others(revoker)) {
      crash.send(revoker.id, other.id, () => {
        if (!this.obeys(other, revoker, running)) return;
        crash.write(other.id, () => {
          if (other.promised !== running.ballot) return;
          crash.send(other.id, revoker.id, () => this.agreed(revoker, running, other.id));
        });
      });
    }
  }

  /** With a phase-2 quorum all are told, and the witness answers. */
  private agreed(revoker: Acceptor, running: Running, from: number): void {
    const { crash } = this;
    if (revoker.running !== running) return;
    running.agreed |= 1 << from;
    if (!crash.setup.quorum.phase2.contains(running.agreed)) return;
    const { witness } = crash;
    if (witness === revoker.id) crash.mark('answered', witness);
    else crash.send(revoker.id, witness, () => crash.mark('answered', witness));
  }

  /** Is this ballot at least as high as what was promised? It cancels a lower revocation of the acceptor's own. */
  private obeys(acceptor: Acceptor, revoker: Acceptor, { ballot }: Running): boolean {
    acceptor.seen = Math.max(acceptor.seen, ballot);
    if (ballot < acceptor.promised) {
      const { promised } = acceptor;
      this.crash.send(acceptor.id, revoker.id, () => {
        revoker.seen = Math.max(revoker.seen, promised);
        if (revoker.running?.ballot === ballot) revoker.running = undefined;
      });
      return false;
    }
    if (acceptor.running !== undefined && acceptor.running.ballot < ballot) acceptor.running = undefined;
    acceptor.promised = ballot;
    return true;
  }

  private others(acceptor: Acceptor): readonly Acceptor[] {
    return this.acceptors.filter((other) => other !== acceptor);
  }
}
