/**
 * Slots 0, 1, 2, … go round: slot s belongs to replica s mod n (Mao, Junqueira, Marzullo, "Mencius: building efficient
 * replicated state machines for WANs", OSDI 2008: each server coordinates every n-th instance of simple consensus).
 */
export function ownerOf(slot: number, n: number): number {
  return slot % n;
}

/** The first slot of `owner` at or above `slot`. */
export function nextOf(owner: number, slot: number, n: number): number {
  return slot + ((((owner - slot) % n) + n) % n);
}
