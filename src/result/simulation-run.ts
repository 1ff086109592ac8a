import type {
  AmountOrNull,
  Count,
  Milliseconds,
  MillisecondsOrNull,
  Ordinal,
  Share,
  ShareOrNull,
} from './measures.js';

/** Results of a simulation as plain data. All times in ms; the clock starts (0) when measuring does. */

/** Figures of one kind of operation of one client, with a 95 % confidence interval each. */
export interface SampledFigures {
  /** Mean of the operations that finished; null where none did. */
  readonly mean: MillisecondsOrNull;
  /** Quantiles over all operations: the k-th smallest with k = ⌈n·p⌉; null where that one never finished. */
  readonly p50: MillisecondsOrNull;
  readonly p90: MillisecondsOrNull;
  readonly p99: MillisecondsOrNull;
  readonly p999: MillisecondsOrNull;
  /** Share of the operations that never finished; null where there was no operation. */
  readonly failure: ShareOrNull;
  /** How many operations these figures are of. */
  readonly samples: Count;
  readonly confidence: Readonly<Record<Figure, Interval>>;
}

export type Figure = 'mean' | 'p50' | 'p90' | 'p99' | 'p999' | 'failure';

/** [low, high]; null on a side where so few samples give no bound, or where there is none (never finished). */
export type Interval = readonly [AmountOrNull, AmountOrNull];

export interface SimulatedClient {
  readonly id: string;
  /** The path of its failure domains, joined by '/'. */
  readonly at: string;
  /** The replica it talks to first. */
  readonly entry: string;
  /** Of its counted operations, those sent to another replica as well, for the one asked did not answer in time. */
  readonly switched: Count;
  /** As the run's own, of its writes alone. */
  readonly outage: Outage | null;
  readonly write: SampledFigures;
  readonly read: SampledFigures;
  /**
   * Writes, had the replica that answered waited until it had executed them; present where the protocol may answer
   * before that.
   */
  readonly execution?: SampledFigures;
}

/** What the checks of safety found. They watch every run. */
export interface Safety {
  /** Names of the checks that ran. */
  readonly checked: readonly string[];
  readonly violations: Count;
  readonly byCheck: Readonly<Record<string, Count>>;
  /** The first violation, in a sentence. */
  readonly first?: string;
}

/** What one replica did while measuring. Spaced loads leave out heartbeats and all else that no operation caused. */
export interface ReplicaWork {
  readonly id: string;
  /** Messages it sent, to replicas and to clients. */
  readonly sent: Count;
  /** Messages it handled, of replicas and of clients. */
  readonly received: Count;
  readonly durableWrites: Count;
  /** Bytes that left its interface. */
  readonly bytes: Count;
  /** Share of the time its processor, its disk and its interface were busy (heartbeats included). */
  readonly processor: Share;
  readonly disk: Share;
  readonly interface: Share;
}

/** One thing that one operation brought about. Times are ms after the operation was first sent. */
export interface TraceEvent {
  readonly at: Milliseconds;
  /** The replica's or the client's id. */
  readonly place: string;
  readonly what: TraceStep;
  /** send, receive, handle, lost: the same number on every event of one message. */
  readonly id?: Count;
  /** send: to whom; receive and handle: from whom; lost: from whom. */
  readonly peer?: string;
  /** The message's type; 'request' and 'reply' between client and replica. */
  readonly message?: string;
  /** commit: the slot. */
  readonly slot?: Count;
  /** persist, write and durable: the token that the machine gave the record. */
  readonly token?: Count;
  /** timer: the timer's name. */
  readonly timer?: Count;
}

/**
 * send: a message leaves · receive: it arrives · handle: the processor is done with it, and the machine has it
 * (absent where messages take no processing) · lost: it arrives nowhere · persist: a record is handed to the disk ·
 * write: the disk begins to write it · durable: it is on disk · timer: a timer that the operation started fires ·
 * commit: the replica executes the operation's command, whatever brought that about · retry: the client's patience is over, and it sends again ·
 * give-up: the client sends no more
 */
export type TraceStep =
  | 'send'
  | 'receive'
  | 'handle'
  | 'lost'
  | 'persist'
  | 'write'
  | 'durable'
  | 'timer'
  | 'commit'
  | 'retry'
  | 'give-up';

export interface Trace {
  readonly client: string;
  /** Which of the client's counted operations (of the kind asked for) it is, 1 for the first. */
  readonly operation: Ordinal;
  readonly kind: 'write' | 'read';
  /** When it was first sent (ms). */
  readonly start: number;
  /** Until its answer (ms); null where none came. */
  readonly latency: MillisecondsOrNull;
  readonly events: readonly TraceEvent[];
}

/**
 * Every operation, warm-up included, in the order of first sending: what a check of linearizability needs. Times
 * are ms on the clock of the result, negative in the warm-up; `responded` is Infinity where no answer came (it may
 * have taken effect all the same).
 */
export interface History {
  readonly length: number;
  /** The process that sent it: processes have one operation outstanding at a time. */
  readonly processes: Int32Array;
  readonly seq: Int32Array;
  /** Position in the deployment's clients. */
  readonly client: Int32Array;
  /** 1: a read, 0: a write. */
  readonly read: Uint8Array;
  readonly key: Int32Array;
  /** What it writes, a number that no other operation writes; 0 for a read. */
  readonly value: Float64Array;
  /** The answer; NaN where none came. */
  readonly result: Float64Array;
  readonly invoked: Float64Array;
  readonly responded: Float64Array;
}

/** A replica began, or ceased, to believe that it leads (ms). */
export interface LeaderChange {
  readonly at: number;
  readonly replica: string;
  readonly leads: boolean;
}

/**
 * Another replica came to lead than the one that led last (null: nobody had) (ms). One that comes back from a crash and
 * believes that it leads still, while a newer one leads, is no successor before it serves a client or the newer one ceases.
 */
export interface LeaderSuccession {
  readonly at: Milliseconds;
  readonly from: string | null;
  readonly to: string;
}

/** A time in which writes waited and none was answered; from the beginning of the measuring on (ms). */
export interface Outage {
  readonly from: Milliseconds;
  readonly lasted: Milliseconds;
  /** Did an answer end it? False where the run did. */
  readonly answered: boolean;
}

/** What a fault met. */
export interface FaultOutcome {
  /** False where the run ended before it began: nothing was seen of it. */
  readonly begun: boolean;
  /** False where it left everything as it was: a crash of who is down, an order to remove who is no member. */
  readonly changed: boolean;
  /** Counted operations that were under way at some moment while it lasted (where it has no end, until the run ended). */
  readonly operations: Count;
}

export interface SimulationRun {
  readonly seed: number;
  readonly clients: readonly SimulatedClient[];
  readonly safety: Safety;
  readonly warmUp: {
    /** False where no operation was served within the time given to warm up: nothing was measured then. */
    readonly served: boolean;
    /** ms before the clock started. */
    readonly lasted: number;
  };
  /** Replicas that believed they led when measuring ended. */
  readonly leaders: readonly string[];
  /** Changes of leadership while measuring, where one replica leads; at most the first 1000. */
  readonly leadership: readonly LeaderChange[];
  /** How often another replica came to lead while measuring; the first 1000 of these. */
  readonly leaderChanges: number;
  readonly successions: readonly LeaderSuccession[];
  /** The longest time without an answer to any client's write after the first fault began; null where there was none. */
  readonly outage: Outage | null;
  /** Counted operations: sent, answered, and requests sent again. */
  readonly operations: { readonly sent: number; readonly finished: number; readonly retries: number };
  /** Events of the whole run. */
  readonly events: number;
  /** Simulated time measured (ms). */
  readonly span: number;
  readonly perOperation: {
    /** Messages between replicas, and durable writes, for each counted operation. */
    readonly messages: number;
    readonly durableWrites: Count;
    /** Are heartbeats and all else that no operation caused left out? So it is for spaced loads. */
    readonly backgroundLeftOut: boolean;
  };
  readonly replicas: readonly ReplicaWork[];
  /**
   * Share of the commands that took the slow path, of those that each replica led, in the order of the file; null where it
   * led none. Absent where the protocol has one path.
   */
  readonly slowPath?: readonly { readonly replica: string; readonly share: ShareOrNull }[];
  /** Beginnings and ends of faults on the timeline, and how many of them came before the run ended. */
  readonly faults: {
    readonly scheduled: number;
    readonly happened: number;
    /** One for each fault, in the order given. */
    readonly outcomes: readonly FaultOutcome[];
  };
  /** Durable writes that crashes lost because they had not reached the disk. */
  readonly lostWrites: number;
  /** Present where a trace was asked for and that operation happened. */
  readonly trace?: Trace;
  /** Present where it was asked for. */
  readonly history?: History;
  /** Per client, latencies in the order of first sending (ms); Infinity where no answer came. */
  readonly latencies: readonly { readonly write: Float64Array; readonly read: Float64Array }[];
}
