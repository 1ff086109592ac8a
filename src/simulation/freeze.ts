/** Freezes plain data all the way down. Maps, sets and typed arrays keep their contents writable. */
export function deepFreeze(data: unknown): void {
  if (typeof data !== 'object' || data === null || Object.isFrozen(data) || ArrayBuffer.isView(data)) return;
  Object.freeze(data);
  for (const part of Object.values(data)) deepFreeze(part);
}
