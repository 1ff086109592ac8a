import { explain } from '../../src/estimate/explain/explain.js';
import { latencyDocument } from '../../src/report/explain/latency.js';
import { json } from '../../src/report/json.js';
import { checkClients, demandClients } from '../clients.js';
import type { ExplainFlags } from '../explain-flags.js';
import type { Io } from '../io.js';
import { loadFor } from '../load.js';
import { seedOf } from '../numbers.js';
import { inFormat, outputs, write } from '../output.js';
import { explainRules, isRuleId } from './rules.js';

/** `quorate explain [TOPIC] FILE…` */
export async function explainFiles(io: Io, files: readonly string[], flags: ExplainFlags): Promise<void> {
  if (files.every(isRuleId)) return explainRules(io, files, flags);
  const { explainTopic, TOPICS } = await import('./explain-topic.js');
  const topic = TOPICS.find((name) => name === files[0]);
  if (topic !== undefined) return explainTopic(io, topic, files.slice(1), flags);
  const wanted = outputs(flags.format, ['text', 'json', 'markdown']);
  const seed = seedOf(flags.seed);
  const loaded = await loadFor(io, files, flags, (all) => {
    for (const { deployment } of all) {
      demandClients(deployment);
      checkClients(deployment, flags.client);
    }
    return all;
  });
  const results = loaded.map(({ deployment, protocol }) =>
    explain(deployment, protocol, { seed, clients: flags.client }),
  );
  write(io, wanted, (format) => {
    if (format === 'json') return json(results.length === 1 ? results[0] : results);
    return results.map((result) => inFormat(latencyDocument(result), format, io.columns)).join('\n');
  });
}
