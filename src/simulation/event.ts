/**
 * The kinds of event, and what `place`, `mark`, `extra`, `number` and `body` of the queue's slot hold for each.
 * (Plain constants: a kind is compared on every event.)
 */

/** A message reaches a replica. place: link, mark: the connection's epoch, body: Message. */
export const MESSAGE_ARRIVES = 0;
/** The processor is done with it. place: link, mark: incarnation of the receiver, body: Message. */
export const MESSAGE_HANDLED = 1;
/** A client's request reaches a replica. place: link, mark: epoch, body: Command. */
export const REQUEST_ARRIVES = 2;
/** The processor is done with it. place: link, mark: incarnation of the receiver, body: Command. */
export const REQUEST_HANDLED = 3;
/** An answer reaches its client. place: link, mark: epoch, extra: seq, number: result, body: Session. */
export const REPLY_ARRIVES = 4;
/** A disk finishes what it is writing. place: replica, mark: incarnation. */
export const DISK_DONE = 5;
/** place: replica, mark: the timer's generation, body: Timer. */
export const TIMER = 6;
/** The oldest request that still waits runs out of time. */
export const REQUEST_EXPIRES = 7;
/** An open loop's next operation. place: client. */
export const ARRIVAL = 8;
/** The spaced load's next operation. */
export const NEXT_SPACED = 9;
/** A fault begins or ends. place: its number on the timeline. */
export const FAULT = 10;
/** No further operation is sent. */
export const TIME_IS_UP = 11;
/** A word for a client's part in the protocol reaches it. place: link, mark: epoch, extra: process, body: Message. */
export const NOTICE_ARRIVES = 12;
/** The first request of a batch has waited long enough. place: replica, mark: incarnation. */
export const BATCH_DUE = 13;
