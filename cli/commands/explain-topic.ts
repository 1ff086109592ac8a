import {
  explainAvailability,
  explainFailover,
  explainThroughput,
} from '../../src/estimate/explain/topics.js';
import { spillOver } from '../../src/estimate/spill-over/spill-over.js';
import { trafficOf } from '../../src/estimate/traffic/traffic.js';
import { failoverText } from '../../src/report/failover-text.js';
import { json } from '../../src/report/json.js';
import { spillOverText } from '../../src/report/spill-over-text.js';
import { availabilityText, throughputText } from '../../src/report/topic-text.js';
import { trafficText } from '../../src/report/traffic-text.js';
import type { SpillOverResult } from '../../src/result/spill-over.js';
import { checkClients, demandClients } from '../clients.js';
import type { ExplainFlags } from '../explain-flags.js';
import { InputError } from '../input-error.js';
import type { Io } from '../io.js';
import { type Loaded, load } from '../load.js';
import { seedOf } from '../numbers.js';
import { outputs, write } from '../output.js';
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
  const wanted = outputs(flags.format, ['text', 'json']);
  const seed = seedOf(flags.seed);
  if (flags.client.length > 0) throw new InputError(`quorate: --client does not go with 'explain ${topic}'`);
  if (files.length === 0) throw new InputError(`quorate: explain ${topic} of which file?`);
  const loaded = await load(io, files, flags);
  for (const { deployment } of loaded) demandClients(deployment);
  const shown = progressOf(io, `explain ${topic}`, flags);
  const pages = loaded.map((each, i) => {
    const progress = (done: number, total: number): void => shown.step(i + done / total, loaded.length);
    return pageOf(topic, each, flags, { seed, columns: io.columns, progress });
  });
  shown.end();
  write(io, wanted, (format) => {
    if (format === 'json')
      return json(pages.length === 1 ? pages[0].result : pages.map(({ result }) => result));
    return pages.map(({ text }) => text).join('\n');
  });
}

interface Surroundings {
  readonly seed: number;
  readonly columns: number;
  readonly progress: (done: number, total: number) => void;
}

function pageOf(
  topic: Topic,
  { deployment, protocol }: Loaded,
  flags: ExplainFlags,
  { seed, columns, progress }: Surroundings,
): { result: object; text: string } {
  switch (topic) {
    case 'throughput': {
      const result = explainThroughput(deployment, protocol, { seed, progress });
      return { result, text: throughputText(result, columns) };
    }
    case 'availability': {
      const result = explainAvailability(deployment, protocol, { seed });
      return { result, text: availabilityText(result, columns) };
    }
    case 'failover': {
      const result = explainFailover(deployment, protocol, { seed });
      return { result, text: failoverText(result, columns) };
    }
    case 'traffic': {
      const result = trafficOf(deployment, protocol, { seed });
      return { result, text: trafficText(result, columns) };
    }
    case 'spill-over': {
      const spike = spikeOf(flags.spike);
      checkClients(deployment, [spike.client]);
      const result = spilled(deployment, spike);
      return { result, text: spillOverText(result, columns) };
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
