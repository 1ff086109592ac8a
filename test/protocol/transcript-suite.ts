import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { MachineFactory } from '../../src/protocol/contract/host.js';
import { recordTranscript, type Wording } from './recorder.js';

const ENDING = '.golden.txt';

/**
 * Golden transcripts: each *.golden.txt of the folder is a script ("> …") with the effects of every command under it. To
 * rewrite the effects after a change that is meant: UPDATE_GOLDEN=1 npx vitest run test/protocol/…/transcripts.test.ts
 *
 * @param machineOf the machine that runs the script of this name
 * @param situations the names of all scripts there have to be
 */
export function describeTranscripts(
  folder: string,
  wording: Wording,
  machineOf: (name: string) => MachineFactory,
  situations: readonly string[],
): void {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length))
    .sort();

  describe('what each replica and client does, step by step, is as written down in', () => {
    for (const name of names) {
      it(name, () => {
        const path = join(folder, name + ENDING);
        const before = readFileSync(path, 'utf8');
        const after = recordTranscript(before, machineOf(name), wording);
        if (process.env.UPDATE_GOLDEN) writeFileSync(path, after);
        else expect(after).toBe(before);
      });
    }

    it('every situation that the documentation names', () => {
      expect(names).toEqual(situations);
    });
  });
}
