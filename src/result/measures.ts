/** What the figures of results are measured in. Each name carries its range into the JSON Schemas. */

/**
 * A time in milliseconds.
 *
 * @minimum 0
 */
export type Milliseconds = number;

/**
 * A time in milliseconds; null: never, or no such time.
 *
 * @minimum 0
 */
export type MillisecondsOrNull = number | null;

/**
 * A probability, or a part of a whole.
 *
 * @minimum 0
 * @maximum 1
 */
export type Share = number;

/**
 * A probability, or a part of a whole; null: of nothing.
 *
 * @minimum 0
 * @maximum 1
 */
export type ShareOrNull = number | null;

/**
 * How many.
 *
 * @minimum 0
 * @asType integer
 */
export type Count = number;

/**
 * The place in an order that begins with 1.
 *
 * @minimum 1
 * @asType integer
 */
export type Ordinal = number;

/**
 * A quantity that is never negative, in the unit that its field names.
 *
 * @minimum 0
 */
export type Amount = number;

/**
 * A quantity that is never negative, in the unit that its field names; null: none, or without limit.
 *
 * @minimum 0
 */
export type AmountOrNull = number | null;

/** Kinds of failure domains, from the smallest. */
export type DomainLevel = 'machine' | 'rack' | 'zone' | 'region';
