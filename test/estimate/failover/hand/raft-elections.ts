import type { Crash } from './crash.js';

/**
 * The loss of a leader, as a timed model of elections: who loses patience when, and which votes reach whom. All logs are
 * taken to be the same, as they are where nothing was under way, so that anyone may be elected.
 */
export function ownRaft(crash: Crash): ElectionRules {
  const [low, high] = crash.setup.election;
  return {
    preVote: true,
    stickyVotes: crash.setup.reads === 'leader-lease',
    patience: () => ({ timeout: low + (high - low) * crash.random(), sticky: low }),
    quietSince: (voter) => crash.delay(crash.crashed, voter) - crash.silence,
  };
}

/** What kinds of Raft differ in: this one (pre-vote and stickiness), the paper's (neither), etcd's (ticks). */
export interface ElectionRules {
  /** Asks who would vote before it enters a term (dissertation §9.6). */
  readonly preVote: boolean;
  /** Whoever has heard a leader within `sticky` grants no vote to another (§4.2.3); pre-votes are never granted then. */
  readonly stickyVotes: boolean;
  /** A draw of a replica's election timeout, and how long it takes the last leader it heard for alive (ms). */
  patience(): { readonly timeout: number; readonly sticky: number };
  /** Since when a survivor has heard nothing (ms since the crash). */
  quietSince(voter: number): number;
}

interface Voter {
  readonly id: number;
  role: 'follower' | 'pre-candidate' | 'candidate' | 'leader';
  term: number;
  vote: number;
  votes: number;
  quietSince: number;
  timeout: number;
  heardFrom: number;
  /** Until when it takes whom it has heard for alive. */
  loyalUntil: number;
  /** Alarms of earlier timers are stale. */
  alarm: number;
}

const NOBODY = -1;

/** Elections among the survivors of one crash (ATC 2014, §5.2; dissertation §3.4, §9.6). */
export class Election {
  private readonly voters: readonly Voter[];

  constructor(
    private readonly crash: Crash,
    private readonly rules: ElectionRules,
  ) {
    this.voters = crash.survivors.map((id): Voter => {
      const quietSince = rules.quietSince(id);
      const { timeout, sticky } = rules.patience();
      return {
        id,
        role: 'follower',
        term: 1,
        vote: crash.crashed,
        votes: 0,
        quietSince,
        timeout,
        heardFrom: crash.crashed,
        loyalUntil: quietSince + sticky,
        alarm: 0,
      };
    });
  }

  begin(): void {
    for (const voter of this.voters) this.arm(voter);
  }

  private arm(voter: Voter): void {
    const alarm = ++voter.alarm;
    const rest = (): number => voter.quietSince + voter.timeout - this.crash.now;
    const ring = (): void => {
      if (voter.alarm !== alarm) return;
      if (rest() > 1e-9) this.crash.later(rest(), ring);
      else this.losePatience(voter);
    };
    this.crash.later(Math.max(0, rest()), ring);
  }

  /** Waits for a leader, with a timeout drawn anew. */
  private await(voter: Voter): void {
    voter.timeout = this.rules.patience().timeout;
    voter.quietSince = this.crash.now;
    this.arm(voter);
  }

  private losePatience(voter: Voter): void {
    this.crash.mark('called', voter.id);
    if (!this.rules.preVote) {
      this.campaign(voter);
      return;
    }
    voter.role = 'pre-candidate';
    voter.votes = 1 << voter.id;
    this.await(voter);
    const { term } = voter;
    this.toOthers(voter, (other) => {
      if (other.term > term) this.answer(other, voter, () => this.hearOf(voter, other.term));
      else if (!this.isLoyal(other, voter.id)) {
        this.answer(other, voter, () => {
          if (voter.role !== 'pre-candidate' || voter.term !== term) return;
          voter.votes |= 1 << other.id;
          if (this.isElected(voter)) this.campaign(voter);
        });
      }
    });
    if (this.isElected(voter)) this.campaign(voter);
  }

  private campaign(voter: Voter): void {
    const term = voter.term + 1;
    this.enter(voter, term, voter.id);
    voter.role = 'candidate';
    voter.votes = 0;
    this.await(voter);
    this.write(voter, term, voter.id, () => {
      if (voter.role !== 'candidate') return;
      this.toOthers(voter, (other) => this.onRequestVote(other, voter, term));
      this.count(voter, voter.id, term);
    });
  }

  private onRequestVote(voter: Voter, candidate: Voter, term: number): void {
    if (term < voter.term) {
      this.answer(voter, candidate, () => this.hearOf(candidate, voter.term));
      return;
    }
    if (term > voter.term) {
      if (this.rules.stickyVotes && this.isLoyal(voter, candidate.id)) return;
      this.enter(voter, term, candidate.id);
    } else if (voter.vote === NOBODY) {
      voter.vote = candidate.id;
    } else {
      return;
    }
    voter.quietSince = this.crash.now;
    this.write(voter, term, candidate.id, () =>
      this.answer(voter, candidate, () => this.count(candidate, voter.id, term)),
    );
  }

  private count(candidate: Voter, from: number, term: number): void {
    if (candidate.role !== 'candidate' || candidate.term !== term) return;
    candidate.votes |= 1 << from;
    if (((candidate.votes >>> candidate.id) & 1) === 1 && this.isElected(candidate)) this.lead(candidate);
  }

  /**
   * Elected: heartbeats, an entry of its own that does nothing, and the first client's write right behind it. The write is
   * answered once it is committed.
   */
  private lead(leader: Voter): void {
    const { crash } = this;
    const { term } = leader;
    crash.mark('elected', leader.id);
    leader.role = 'leader';
    leader.alarm++;
    let written = 0;
    const onDisk = (id: number): void => {
      if (leader.role !== 'leader' || leader.term !== term) return;
      written |= 1 << id;
      if (crash.setup.quorum.phase2.contains(written)) crash.mark('answered', leader.id);
    };
    const append = (last: boolean): void =>
      this.toOthers(leader, (other) => {
        if (!this.follow(other, leader.id, term)) return;
        crash.write(other.id, () => {
          if (last) this.answer(other, leader, () => onDisk(other.id));
        });
      });
    for (const last of [false, true]) {
      const serial = crash.setup.disk === 'serial';
      crash.write(leader.id, () => {
        if (serial) append(last);
        if (last) onDisk(leader.id);
      });
      if (!serial) append(last);
    }
    this.beat(leader, term);
  }

  private beat(leader: Voter, term: number): void {
    if (leader.role !== 'leader' || leader.term !== term) return;
    this.toOthers(leader, (other) => this.follow(other, leader.id, term));
    this.crash.later(this.crash.setup.heartbeat, () => this.beat(leader, term));
  }

  /** A leader is heard; false if its term is over. */
  private follow(voter: Voter, leader: number, term: number): boolean {
    if (term < voter.term) return false;
    if (term > voter.term) this.hearOf(voter, term);
    if (voter.role !== 'follower') this.stepDown(voter);
    voter.quietSince = this.crash.now;
    voter.heardFrom = leader;
    voter.loyalUntil = this.crash.now + this.rules.patience().sticky;
    return true;
  }

  private hearOf(voter: Voter, term: number): void {
    if (term <= voter.term) return;
    this.enter(voter, term, NOBODY);
    this.crash.write(voter.id, () => {});
  }

  private enter(voter: Voter, term: number, vote: number): void {
    if (voter.role !== 'follower') this.stepDown(voter);
    voter.term = term;
    voter.vote = vote;
  }

  private stepDown(voter: Voter): void {
    voter.role = 'follower';
    this.await(voter);
  }

  /** Writes the ballot down; what follows from it only if it is still the latest. */
  private write(voter: Voter, term: number, vote: number, act: () => void): void {
    this.crash.write(voter.id, () => {
      if (voter.term === term && voter.vote === vote) act();
    });
  }

  private isLoyal(voter: Voter, candidate: number): boolean {
    return voter.role !== 'leader' && candidate !== voter.heardFrom && this.crash.now < voter.loyalUntil;
  }

  private isElected(voter: Voter): boolean {
    return this.crash.setup.quorum.phase1.contains(voter.votes);
  }

  private toOthers(from: Voter, act: (other: Voter) => void): void {
    for (const other of this.voters) if (other !== from) this.crash.send(from.id, other.id, () => act(other));
  }

  private answer(from: Voter, to: Voter, act: () => void): void {
    this.crash.send(from.id, to.id, act);
  }
}
