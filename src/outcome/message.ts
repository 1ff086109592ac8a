import type { Distribution } from '../distribution/distribution.js';

/** The number that stands for the client among the ends of a message. */
export const OUTSIDE = -1;

/** A leaf that is a message: what its delay is made of, for who follows it on its way. */
export interface Message {
  /** Replicas by number; OUTSIDE for the client. */
  readonly from: number;
  readonly to: number;
  /** Until it leaves its sender (ms). */
  readonly before: number;
  /** How long it takes by itself, sent again as often as it is lost. */
  readonly transit: Distribution;
  /** By how much earlier ones of an idle group on its connection make it later (ms): the most up to p99.9. */
  readonly heldUp: number;
  /** Time of the receiver's processor, which handles one message after another (ms). */
  readonly handling: number;
  readonly around: Around;
}

/** What goes on between replicas beside an operation, and their number. */
export interface Around {
  readonly replicas: number;
  readonly idle: IdlePattern;
}

/** What replicas send one another while nobody asks them anything: the same again every `period` (ms). */
export interface IdlePattern {
  readonly period: number;
  /** What clocks bring about, and below each what is sent in answer to it. */
  readonly roots: readonly IdleMessage[];
}

export interface IdleMessage {
  /** When it is sent within the period (ms); of an answer: once it has been handled. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
  readonly transit: Distribution;
  readonly handling: number;
  readonly answers: readonly IdleMessage[];
}
