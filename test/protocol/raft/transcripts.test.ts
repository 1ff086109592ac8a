import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { recordTranscript } from '../recorder.js';
import { raftSubject } from './subject.js';
import { raftWording } from './wording.js';

/**
 * Golden transcripts: each *.golden.txt is a script ("> …") with the effects of every command under it. To rewrite
 * the effects after a change that is meant: UPDATE_GOLDEN=1 npx vitest run test/protocol/raft/transcripts.test.ts
 */
const FOLDER = import.meta.dirname;
const FILES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.golden.txt'))
  .sort();

describe('what each replica does, step by step, is as written down in', () => {
  for (const name of FILES) {
    it(name, () => {
      const path = join(FOLDER, name);
      const before = readFileSync(path, 'utf8');
      const after = recordTranscript(before, raftSubject.factory, raftWording);
      if (process.env.UPDATE_GOLDEN) writeFileSync(path, after);
      else expect(after).toBe(before);
    });
  }

  it('every situation that the documentation names', () => {
    expect(FILES.map((name) => name.replace('.golden.txt', ''))).toEqual([
      'conflict',
      'crash-and-restart',
      'duplicate-request',
      'election',
      'lease-read',
      'leave-and-join',
      'local-read',
      'older-term',
      'pre-vote',
      'read-index',
      'snapshot',
      'transfer',
      'write-forwarded',
      'write-parallel',
      'write-serial',
    ]);
  });
});
