import type { Crash, Failover } from '../contract.js';

/**
 * The loss of a leader, as a timed model of phase 1: who loses patience when, whose ballot is the highest where. Nobody
 * has accepted anything that the others do not know, as is so where nothing was under way.
 */
export const failover: Failover = {
  call: 'prepare',
  begin(crash) {
    new Candidacies(crash).begin();
  },
};

interface Acceptor {
  readonly id: number;
  role: 'follower' | 'candidate' | 'leader';
  promised: number;
  /** The highest ballot heard of, and the highest promised on disk. */
  seen: number;
  durable: number;
  promises: number;
  quietSince: number;
  timeout: number;
  /** It promises nothing to others before this, where leases bind it. */
  boundUntil: number;
  boundTo: number;
  /** Alarms of earlier timers are stale. */
  alarm: number;
}

/** A power of two above every number of a replica: ballots are round · 32 + replica. */
const REPLICAS = 32;

/** Candidacies among the survivors of one crash ("Paxos Made Simple" §2.2, §3; "Paxos Made Live" §5.2 for the leases). */
class Candidacies {
  private readonly acceptors: readonly Acceptor[];

  constructor(private readonly crash: Crash) {
    const { election } = crash.setup;
    const promised = REPLICAS + crash.crashed;
    this.acceptors = crash.survivors.map((id): Acceptor => {
      const quietSince = crash.delay(crash.crashed, id) - crash.silence;
      return {
        id,
        role: 'follower',
        promised,
        seen: promised,
        durable: promised,
        promises: 0,
        quietSince,
        timeout: this.patience(),
        boundUntil: quietSince + election[0],
        boundTo: crash.crashed,
        alarm: 0,
      };
    });
  }

  begin(): void {
    for (const acceptor of this.acceptors) this.arm(acceptor);
  }

  private patience(): number {
    const [low, high] = this.crash.setup.election;
    return low + (high - low) * this.crash.random();
  }

  private arm(acceptor: Acceptor): void {
    const alarm = ++acceptor.alarm;
    const rest = (): number => acceptor.quietSince + acceptor.timeout - this.crash.now;
    const ring = (): void => {
      if (acceptor.alarm !== alarm) return;
      if (rest() > 1e-9) this.crash.later(rest(), ring);
      else this.campaign(acceptor);
    };
    this.crash.later(Math.max(0, rest()), ring);
  }

  private await(acceptor: Acceptor): void {
    acceptor.timeout = this.patience();
    acceptor.quietSince = this.crash.now;
    this.arm(acceptor);
  }

  /** Phase 1 (a): asks while it writes its own promise, and again with every heartbeat. */
  private campaign(candidate: Acceptor): void {
    this.crash.mark('called', candidate.id);
    const again = candidate.role === 'candidate' && candidate.seen <= candidate.promised;
    this.await(candidate);
    if (again) {
      this.prepare(candidate);
      return;
    }
    const highest = Math.max(candidate.seen, candidate.promised);
    const ballot = (Math.floor(highest / REPLICAS) + 1) * REPLICAS + candidate.id;
    candidate.role = 'candidate';
    candidate.promised = ballot;
    candidate.seen = ballot;
    candidate.promises = 0;
    this.crash.write(candidate.id, () => this.count(candidate, candidate.id, ballot));
    this.prepare(candidate);
    const beat = (): void => {
      if (candidate.role !== 'candidate' || candidate.promised !== ballot) return;
      this.prepare(candidate);
      this.crash.later(this.crash.setup.heartbeat, beat);
    };
    this.crash.later(this.crash.setup.heartbeat, beat);
  }

  private prepare(candidate: Acceptor): void {
    const ballot = candidate.promised;
    for (const other of this.acceptors) {
      if (other === candidate || (candidate.promises >>> other.id) & 1) continue;
      this.crash.send(candidate.id, other.id, () => this.onPrepare(other, candidate, ballot));
    }
  }

  /** Phase 1 (b). */
  private onPrepare(acceptor: Acceptor, candidate: Acceptor, ballot: number): void {
    acceptor.seen = Math.max(acceptor.seen, ballot);
    if (ballot < acceptor.promised) {
      this.reject(acceptor, candidate, ballot);
      return;
    }
    const promise = (): void => {
      acceptor.durable = Math.max(acceptor.durable, ballot);
      if (acceptor.promised !== ballot) return;
      this.crash.send(acceptor.id, candidate.id, () => this.count(candidate, acceptor.id, ballot));
    };
    if (ballot === acceptor.promised) {
      if (acceptor.durable >= ballot) promise();
    } else if (!this.isBound(acceptor, candidate.id)) {
      if (acceptor.role !== 'follower') this.stepDown(acceptor);
      acceptor.promised = ballot;
      acceptor.quietSince = this.crash.now;
      this.crash.write(acceptor.id, promise);
    }
  }

  private isBound(acceptor: Acceptor, candidate: number): boolean {
    if (this.crash.setup.reads !== 'leader-lease' || acceptor.role === 'leader') return false;
    return candidate !== acceptor.boundTo && this.crash.now < acceptor.boundUntil;
  }

  private reject(acceptor: Acceptor, owner: Acceptor, ballot: number): void {
    const { promised } = acceptor;
    this.crash.send(acceptor.id, owner.id, () => {
      owner.seen = Math.max(owner.seen, promised);
      if (owner.role !== 'follower' && owner.promised === ballot) this.stepDown(owner);
    });
  }

  private stepDown(acceptor: Acceptor): void {
    acceptor.role = 'follower';
    acceptor.promises = 0;
    this.await(acceptor);
  }

  private count(candidate: Acceptor, from: number, ballot: number): void {
    if (candidate.role !== 'candidate' || candidate.promised !== ballot) return;
    candidate.promises |= 1 << from;
    const own = ((candidate.promises >>> candidate.id) & 1) === 1;
    if (own && this.crash.setup.quorum.phase1.contains(candidate.promises)) this.lead(candidate, ballot);
  }

  /**
   * Elected. Where reads go without the log the first slot is a no-op that settles what they may see; the first client's
   * write follows right behind it, and is answered once it is chosen.
   */
  private lead(leader: Acceptor, ballot: number): void {
    const { crash } = this;
    const { quorum, reads, disk, heartbeat } = crash.setup;
    crash.mark('elected', leader.id);
    leader.role = 'leader';
    leader.alarm++;
    const isCurrent = (): boolean => leader.role === 'leader' && leader.promised === ballot;
    const beat = (): void => {
      if (!isCurrent()) return;
      this.toFollowers(leader, ballot, () => {});
      crash.later(heartbeat, beat);
    };
    beat();
    let accepted = 0;
    const accept = (id: number): void => {
      if (!isCurrent()) return;
      accepted |= 1 << id;
      if (quorum.phase2.contains(accepted)) crash.mark('answered', leader.id);
    };
    const slots = reads === 'leader-lease' || reads === 'read-index' ? [false, true] : [true];
    for (const last of slots) {
      const propose = (): void =>
        this.toFollowers(leader, ballot, (other) =>
          crash.write(other.id, () => {
            if (last) crash.send(other.id, leader.id, () => accept(other.id));
          }),
        );
      crash.write(leader.id, () => {
        if (disk === 'serial') propose();
        if (last) accept(leader.id);
      });
      if (disk === 'parallel') propose();
    }
  }

  /** A message of a leader: it quiets those who have promised nothing higher. */
  private toFollowers(leader: Acceptor, ballot: number, act: (other: Acceptor) => void): void {
    for (const other of this.acceptors) {
      if (other === leader) continue;
      this.crash.send(leader.id, other.id, () => {
        if (ballot < other.promised) {
          this.reject(other, leader, ballot);
          return;
        }
        if (ballot > other.promised && other.role !== 'follower') this.stepDown(other);
        other.promised = ballot;
        other.seen = Math.max(other.seen, ballot);
        other.quietSince = this.crash.now;
        other.boundUntil = this.crash.now + this.crash.setup.election[0];
        other.boundTo = leader.id;
        act(other);
      });
    }
  }
}
