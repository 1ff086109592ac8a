import { describe, expect, it } from 'vitest';
import { SNAPSHOT } from '../../../src/protocol/contract/machine.js';
import {
  noSnapshots,
  noteSnapshotWritten,
  writeSnapshot,
} from '../../../src/protocol/log/numbered-snapshots.js';
import { keyOf, tokenOf, VERSIONS, versionIn } from '../../../src/protocol/log/token.js';
import { Probe } from '../probe.js';

describe('numbered snapshots', () => {
  it('let the log go once they are on disk, the latest only', () => {
    const state = noSnapshots<string>();
    const probe = new Probe();
    writeSnapshot(state, 'first', 5, tokenOf, probe);
    writeSnapshot(state, 'second', 8, tokenOf, probe);
    const [first, second] = probe.written.map(({ token }) => versionIn(token));
    expect(noteSnapshotWritten(state, first, probe)).toBe(-1);
    expect(probe.forgotten).toEqual([]);
    expect(noteSnapshotWritten(state, second, probe)).toBe(8);
    expect(probe.forgotten).toEqual([8]);
    // The disk says so once; said again it means nothing.
    expect(noteSnapshotWritten(state, second, probe)).toBe(-1);
    expect(state.snapshot).toBe('second');
  });

  it('are told apart also after as many as a token can count', () => {
    const state = { ...noSnapshots<string>(), snapshots: VERSIONS - 1 };
    const probe = new Probe();
    writeSnapshot(state, 'next', 5, tokenOf, probe);
    const [{ token }] = probe.written;
    expect(keyOf(token)).toBe(SNAPSHOT);
    expect(noteSnapshotWritten(state, versionIn(token), probe)).toBe(5);
  });
});

describe('a token', () => {
  it('gives back key and version, also of the keys below 0', () => {
    for (const key of [-40, -2, -1, 0, 1, 2 ** 31 - 1]) {
      for (const version of [0, 1, VERSIONS - 1]) {
        const token = tokenOf(key, version);
        expect(Number.isSafeInteger(token)).toBe(true);
        expect([keyOf(token), versionIn(token)]).toEqual([key, version]);
      }
    }
  });
});
