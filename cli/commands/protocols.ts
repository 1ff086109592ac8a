import { protocolList } from '../../src/protocol/list.js';
import { protocols as all } from '../../src/protocol/registry.js';
import { json } from '../../src/report/json.js';
import { protocolsText } from '../../src/report/protocols-text.js';
import type { Io } from '../io.js';
import { outputs, write } from '../output.js';

/** `quorate protocols` */
export function protocols(io: Io, flags: { readonly format: readonly string[] }): void {
  const wanted = outputs(flags.format, ['text', 'json']);
  const result = protocolList(all);
  write(io, wanted, (format) => (format === 'json' ? json(result) : protocolsText(result, io.columns)));
}
