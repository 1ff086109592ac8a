import { smooth, usualTime } from '../round-trip.js';
import type { Office } from './state.js';

/**
 * How long a replica usually takes from our accept to its answer, disk included. What was sent again is not measured
 * (Karn, Partridge, 1987), and each time makes us more patient, up to MOST_PATIENT times as much, until an answer is
 * measured: a replica that is slow must not be buried in copies.
 */
const MOST_PATIENT = 8;

/** An answer has come to an accept that was first sent at `sentAt`. */
export function measure(office: Office, replica: number, sentAt: number, now: number): void {
  if (sentAt <= office.resentAt[replica]) return; // Sent again since.
  office.backoff[replica] = 1;
  smooth(office, replica, now - sentAt);
}

/** How long (ms) to wait for an answer before sending again; `unknown` stands for the usual time where none has come yet. */
export function patience(office: Office, replica: number, heartbeat: number, unknown: number): number {
  return (heartbeat + usualTime(office, replica, unknown)) * office.backoff[replica];
}

/** Accepts were sent again. */
export function noteSentAgain(office: Office, replica: number, now: number): void {
  office.resentAt[replica] = now;
  office.backoff[replica] = Math.min(2 * office.backoff[replica], MOST_PATIENT);
}
