import { existsSync } from 'node:fs';
import { protocols } from '../../src/protocol/registry.js';
import type { Defect } from './defect.js';

/** Every protocol's defects, for what holds of all of them and for docs/validation.md: `DEFECTS` in its defects.ts. */
export const FAMILY: readonly { readonly protocol: string; readonly defects: readonly Defect[] }[] =
  await Promise.all(
    protocols
      .filter(({ name }) => existsSync(new URL(`./${name}/defects.ts`, import.meta.url)))
      .map(async ({ name }) => {
        const { DEFECTS } = (await import(`./${name}/defects.ts`)) as { DEFECTS: readonly Defect[] };
        return { protocol: name, defects: DEFECTS };
      }),
  );
