import type { Crash, Failover } from '../contract.js';
import { pause } from './pause.js';

/**
 * The loss of a replica, as a timed model of leases and of the configuration manager: of the primary, which the others
 * notice after the grace period; or of a secondary, which the primary notices when its lease runs out, and for which
 * writes wait until it is removed. The prepared lists are taken to be the same.
 */
export const failover: Failover = {
  call: 'ask',
  begin(crash) {
    new Reconfiguration(crash).begin();
  },
  pause,
};

interface Member {
  readonly id: number;
  /** The acceptor of the manager: what it has promised and accepted. `version` goes up once, when the change is decided. */
  promised: number;
  acceptedIn: number;
  accepted: number;
  decided: boolean;
  request: Request | undefined;
}

/** A request at the manager: that `primary` be primary, the lost one being out. */
interface Request {
  readonly ballot: number;
  attempts: number;
  /** Of its timer, those before this are stale. */
  alarm: number;
  promises: number;
  adoptedIn: number;
  adopted: number;
  proposed: number;
  accepts: number;
  outbid: number;
}

/** A power of two above every number of a replica: ballots are round · 32 + replica. */
const REPLICAS = 32;
const NOBODY = -1;
/** As in manager.ts: rounds after which the time between them grows no more. */
const MOST_PATIENT = 4;

/** The change of configuration after one crash (MSR-TR-2008-25, §2; the manager: "Paxos Made Simple", §2.2). */
class Reconfiguration {
  private readonly members: readonly Member[];

  constructor(private readonly crash: Crash) {
    this.members = crash.survivors.map((id) => ({
      id,
      promised: 0,
      acceptedIn: 0,
      accepted: NOBODY,
      decided: false,
      request: undefined,
    }));
  }

  begin(): void {
    const { crash } = this;
    const primary = this.members.find(({ id }) => id === crash.leader);
    if (primary !== undefined) {
      crash.later(this.leaseLeft(primary.id), () => this.ask(primary, 0, 1));
      return;
    }
    for (const member of this.members) {
      const heardAt = crash.delay(crash.crashed, member.id) - crash.silence;
      crash.later(Math.max(0, heardAt + crash.setup.grace), () => {
        if (!member.decided) this.ask(member, 0, 1);
      });
    }
  }

  /** The lease of a lost secondary counts from the sending of the last beacon that still reached it. */
  private leaseLeft(primary: number): number {
    const { crash } = this;
    const { lease, heartbeat } = crash.setup;
    const late = Math.max(0, crash.delay(primary, crash.crashed) - crash.silence);
    return Math.max(0, lease - crash.silence - Math.ceil(late / heartbeat) * heartbeat);
  }

  /** Phase 1 at the manager. */
  private ask(member: Member, outbid: number, attempts: number): void {
    const { crash } = this;
    crash.mark('called', member.id);
    const ballot = (Math.floor(Math.max(member.promised, outbid) / REPLICAS) + 1) * REPLICAS + member.id;
    const request: Request = {
      ballot,
      attempts,
      alarm: 0,
      promises: 0,
      adoptedIn: 0,
      adopted: NOBODY,
      proposed: NOBODY,
      accepts: 0,
      outbid: 0,
    };
    member.request = request;
    for (const other of this.othersFirst(member)) {
      this.reach(member, other, () => this.onAsk(other, member, request));
    }
    this.lookAgain(member, request, this.pause(attempts));
  }

  private pause(attempts: number): number {
    return this.crash.setup.heartbeat * 2 ** Math.min(attempts, MOST_PATIENT);
  }

  /**
   * After a while, which a later call replaces: if outbid, asks in another ballot; else has more patience. (What is only late
   * need not be sent again: nothing gets lost here.)
   */
  private lookAgain(member: Member, request: Request, ms: number): void {
    const alarm = ++request.alarm;
    this.crash.later(ms, () => {
      if (member.request !== request || request.alarm !== alarm) return;
      if (request.outbid > 0) {
        this.ask(member, request.outbid, request.attempts + 1);
      } else {
        request.attempts++;
        this.lookAgain(member, request, this.pause(request.attempts));
      }
    });
  }

  private onAsk(acceptor: Member, asker: Member, request: Request): void {
    if (!this.obeys(acceptor, asker, request)) return;
    const { acceptedIn, accepted } = acceptor;
    this.crash.write(acceptor.id, () =>
      this.reach(acceptor, asker, () => {
        if (asker.request !== request || request.proposed !== NOBODY) return;
        request.promises |= 1 << acceptor.id;
        if (acceptedIn > request.adoptedIn) {
          request.adoptedIn = acceptedIn;
          request.adopted = accepted;
        }
        const own = ((request.promises >>> asker.id) & 1) === 1;
        if (own && this.isMajority(request.promises)) this.propose(asker, request);
      }),
    );
  }

  /** Phase 2: what has been accepted before, or else what it wishes. */
  private propose(asker: Member, request: Request): void {
    request.proposed = request.adopted === NOBODY ? asker.id : request.adopted;
    for (const other of this.othersFirst(asker)) {
      this.reach(asker, other, () => {
        if (!this.obeys(other, asker, request)) return;
        other.acceptedIn = request.ballot;
        other.accepted = request.proposed;
        this.crash.write(other.id, () =>
          this.reach(other, asker, () => {
            if (asker.request !== request) return;
            request.accepts |= 1 << other.id;
            if (!this.isMajority(request.accepts)) return;
            this.learn(asker, request.proposed);
            for (const told of this.members) {
              if (told !== asker) this.reach(asker, told, () => this.learn(told, request.proposed));
            }
          }),
        );
      });
    }
  }

  /** Whom it outbids, and whoever asks about what is decided already, is told so. */
  private obeys(acceptor: Member, asker: Member, request: Request): boolean {
    if (acceptor.decided) {
      this.reach(acceptor, asker, () => this.learn(asker, acceptor.accepted));
      return false;
    }
    if (request.ballot >= acceptor.promised) {
      acceptor.promised = request.ballot;
      return true;
    }
    const { promised } = acceptor;
    if (acceptor === asker) {
      request.outbid = Math.max(request.outbid, promised);
      return false;
    }
    this.crash.send(acceptor.id, asker.id, () => {
      if (asker.request !== request || request.outbid > 0) return;
      request.outbid = promised;
      this.lookAgain(asker, request, this.pause(request.attempts) * this.crash.random());
    });
    return false;
  }

  /** The configuration is decided. A new primary takes office once that is on its disk; one that stays goes on at once. */
  private learn(member: Member, primary: number): void {
    const { crash } = this;
    if (member.decided) return;
    member.decided = true;
    member.accepted = primary;
    member.request = undefined;
    if (member.id === crash.leader) {
      crash.mark('answered', member.id);
      return;
    }
    crash.write(member.id, () => {
      if (member.id === primary) this.takeOffice(member);
    });
  }

  /** Beacons first: it serves once it has a lease from every other member. Then a write, which takes them all. */
  private takeOffice(primary: Member): void {
    const { crash } = this;
    crash.mark('elected', primary.id);
    const secondaries = this.members.filter((member) => member !== primary);
    let granted = 0;
    const serve = (): void => {
      if (granted++ === secondaries.length) this.replicate(primary, secondaries);
    };
    serve();
    for (const secondary of secondaries) {
      crash.send(primary.id, secondary.id, () => {
        this.learn(secondary, primary.id);
        crash.send(secondary.id, primary.id, serve);
      });
    }
  }

  private replicate(primary: Member, secondaries: readonly Member[]): void {
    const { crash } = this;
    let prepared = 0;
    const done = (): void => {
      if (prepared++ === secondaries.length) crash.mark('answered', primary.id);
    };
    const ship = (): void => {
      for (const { id } of secondaries) {
        crash.send(primary.id, id, () => crash.write(id, () => crash.send(id, primary.id, done)));
      }
    };
    const serial = crash.setup.disk === 'serial';
    crash.write(primary.id, () => {
      if (serial) ship();
      done();
    });
    if (!serial) ship();
  }

  private isMajority(set: number): boolean {
    let count = 0;
    for (let i = 0; i < this.crash.setup.n; i++) count += (set >>> i) & 1;
    return 2 * count > this.crash.setup.n;
  }

  private othersFirst(member: Member): readonly Member[] {
    return [...this.members.filter((other) => other !== member), member];
  }

  /** A message, or, to itself, no message. */
  private reach(from: Member, to: Member, act: () => void): void {
    if (from === to) act();
    else this.crash.send(from.id, to.id, act);
  }
}
