import {
  explainAvailability,
  explainFailover,
  explainThroughput,
} from '../../src/estimate/explain/topics.js';
import { spillOver } from '../../src/estimate/spill-over/spill-over.js';
import { trafficOf } from '../../src/estimate/traffic/traffic.js';
import type { Document } from '../../src/report/document/blocks.js';
import { availabilityDocument } from '../../src/report/explain/availability.js';
import { failoverDocument } from '../../src/report/explain/failover.js';
import { spillOverDocument } from '../../src/report/explain/spill-over.js';
import { throughputDocument } from '../../src/report/explain/throughput.js';
import { trafficDocument } from '../../src/report/explain/traffic.js';
import { json } from '../../src/report/json.js';
import type { SpillOverResult } from '../../src/result/spill-over.js';
import { checkClients, demandClients } from '../clients.js';
import type { ExplainFlags } from '../explain-flags.js';
import { InputError } from '../input-error.js';
import type { Io } from '../io.js';
import { type Loaded, loadFor } from '../load.js';
import { seedOf } from '../numbers.js';
import { inFormat, outputs, write } from '../output.js';
import { progressOf } from '../progress.js';

/** What `quorate explain` knows beside the latency of a file's clients. */
export const TOPICS = ['throughput', 'availability', 'failover', 'traffic', 'spill-over'] as const;
export type Topic = (typeof TOPICS)[number];

/** `quorate explain TOPIC FILE…` */
export async function explainTopic(
  io: Io,
  topic: Topic,
  files: readonly string[],
  flags: ExplainFlags,
): Promise<void> {
  const wanted = outputs(flags.format, ['text', 'json', 'markdown']);
  const seed = seedOf(flags.seed);
  if (flags.client.length > 0) throw new InputError(`quorate: --client does not go with 'explain ${topic}'`);
  if (files.length === 0) throw new InputError(`quorate: explain ${topic} of which file?`);
  const loaded = await loadFor(io, files, flags, (all) => {
    for (const { deployment } of all) demandClients(deployment);
    return all;
  });
  const shown = progressOf(io, `explain ${topic}`, flags);
  const pages = loaded.map((each, i) => {
    const progress = (done: number, total: number): void => shown.step(i + done / total, loaded.length);
    return pageOf(topic, each, flags, { seed, progress });
  });
  shown.end();
  write(io, wanted, (format) => {
    if (format === 'json')
      return json(pages.length === 1 ? pages[0].result : pages.map(({ result }) => result));
    return pages.map(({ document }) => inFormat(document, format, io.columns)).join('\n');
  });
}

interface Surroundings {
  readonly seed: number;
  readonly progress: (done: number, total: number) => void;
}

function pageOf(
  topic: Topic,
  { deployment, protocol }: Loaded,
  flags: ExplainFlags,
  { seed, progress }: Surroundings,
): { result: object; document: Document } {
  switch (topic) {
    case 'throughput': {
      const result = explainThroughput(deployment, protocol, { seed, progress });
      return { result, document: throughputDocument(result) };
    }
    case 'availability': {
      const result = explainAvailability(deployment, protocol, { seed });
      return { result, document: availabilityDocument(result) };
    }
    case 'failover': {
      const result = explainFailover(deployment, protocol, { seed });
      return { result, document: failoverDocument(result) };
    }
    case 'traffic': {
      const result = trafficOf(deployment, protocol, { seed });
      return { result, document: trafficDocument(result) };
    }
    case 'spill-over': {
      const spike = spikeOf(flags.spike);
      checkClients(deployment, [spike.client]);
      const result = spilled(deployment, spike);
      return { result, document: spillOverDocument(result) };
    }
  }
}

function spilled(
  deployment: Loaded['deployment'],
  spike: { client: string; factor: number },
): SpillOverResult {
  const { processing } = deployment.protocol;
  if (processing === 0) {
    throw new InputError(
      `quorate: explain spill-over needs to know what a replica can serve, and ${deployment.file} gives no protocol.processing`,
    );
  }
  return spillOver(deployment, { spike });
}

/** "web-us=4": four times as many reads of this client. */
function spikeOf(text: string | undefined): { client: string; factor: number } {
  const match = /^(.+)=(\d+(?:\.\d+)?)x?$/.exec(text ?? '');
  if (match === null) {
    const found = text === undefined ? 'it is missing' : `found '${text}'`;
    throw new InputError(
      `quorate: explain spill-over needs --spike CLIENT=FACTOR, such as web-us=4; ${found}`,
    );
  }
  return { client: match[1], factor: Number(match[2]) };
}
