import { fitQuantiles } from '../../src/distribution/fit.js';
import { gamma } from '../../src/distribution/gamma.js';
import { lognormal } from '../../src/distribution/lognormal.js';
import type { Resources, RttFigure, RttTable } from '../../src/topology/resources.js';

/** Regions of the bundled data sets, so that messages look in tests as users see them; the figures are made up. */
const REGIONS: Readonly<Record<string, readonly string[]>> = {
  'aws-2020-06':
    'af-south-1 ap-east-1 ap-northeast-1 ap-south-1 ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-north-1 eu-south-1 eu-west-1 eu-west-2 eu-west-3 me-south-1 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2'.split(
      ' ',
    ),
  'aws-2025-07':
    'af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-7 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1 mx-central-1 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2'.split(
      ' ',
    ),
  'azure-2025-06':
    'australiacentral australiacentral2 australiaeast australiasoutheast brazilsouth canadacentral canadaeast centralindia centralus eastasia eastus eastus2 francecentral francesouth germanynorth germanywestcentral indonesiacentral israelcentral italynorth japaneast japanwest koreacentral koreasouth malaysiawest mexicocentral newzealandnorth northcentralus northeurope norwayeast norwaywest polandcentral qatarcentral southafricanorth southafricawest southcentralus southeastasia southindia swedencentral switzerlandnorth switzerlandwest uaecentral uaenorth uksouth ukwest westcentralus westeurope westindia westus westus2 westus3'.split(
      ' ',
    ),
  'gcp-2019-09':
    'asia-east1 asia-east2 asia-northeast1 asia-northeast2 asia-south1 asia-southeast1 australia-southeast1 europe-north1 europe-west1 europe-west2 europe-west3 europe-west4 europe-west6 northamerica-northeast1 southamerica-east1 us-central1 us-east1 us-east4 us-west1 us-west2'.split(
      ' ',
    ),
  'gcp-2023-11':
    'africa-south1 asia-east1 asia-east2 asia-northeast1 asia-northeast2 asia-northeast3 asia-south1 asia-south2 asia-southeast1 asia-southeast2 australia-southeast1 australia-southeast2 europe-central2 europe-north1 europe-southwest1 europe-west1 europe-west10 europe-west12 europe-west2 europe-west3 europe-west4 europe-west5 europe-west6 europe-west8 europe-west9 me-central1 me-central2 me-west1 northamerica-northeast1 northamerica-northeast2 southamerica-east1 southamerica-west1 us-central1 us-central2 us-east1 us-east4 us-east5 us-east7 us-south1 us-west1 us-west2 us-west3 us-west4 us-west8'.split(
      ' ',
    ),
};

/** A made-up RTT that is the same for every run, differs from pair to pair, and has a direction. */
export function madeUpRtt(from: string, to: string): number {
  let hash = 7;
  for (const character of `${from}>${to}`) hash = (hash * 31 + character.charCodeAt(0)) % 1009;
  return 10 + hash / 10;
}

/**
 * A table with figures for every two of its regions, but for what tests need otherwise: nothing is known between
 * ap-east-1 and sa-east-1, me-south-1 has estimates only, af-south-1 was measured from itself only.
 */
export function fakeTable(name: string): RttTable {
  const regions = REGIONS[name]!;
  const known = (a: string, b: string): boolean => !(a === 'ap-east-1' && b === 'sa-east-1');
  return {
    name,
    title: `made-up figures in the place of ${name}`,
    date: '2025-07-17',
    regions,
    between(from, to): RttFigure | undefined {
      if (!regions.includes(from) || !regions.includes(to)) return undefined;
      if (!known(from, to) || !known(to, from) || to === 'af-south-1') return undefined;
      const estimated = from === 'me-south-1' || to === 'me-south-1';
      const at = madeUpRtt(from, to);
      return {
        rtt: gamma({ shift: at, shape: 2, scale: 1 }),
        estimated,
        source: estimated ? '5,570 km × 1.91' : `${name}, made up`,
        ...(estimated ? { assumption: 'the spread is that of pairs as far apart' } : {}),
      };
    },
    withinZone: {
      rtt: lognormal({ median: 0.27, sigma: 0.25 }),
      estimated: false,
      source: `${name}, within a zone`,
    },
    betweenZones: {
      rtt: fitQuantiles({
        quantiles: [
          { p: 0.5, at: 0.56 },
          { p: 0.95, at: 0.8 },
        ],
      }),
      estimated: false,
      source: `${name}, between zones`,
    },
  };
}

const FILES: Readonly<Record<string, string>> = {
  './fsync.csv': 'fsync_ms\n# measured with fio\n0.8\n0.9\n2400us\n\n1.1ms # slow\n',
  './bad.csv': 'ms\n1.5\nfast\n2\nslow\n-3\n1,5\nx\ny\n',
  './empty.csv': '# nothing yet\n',
};

/** Resources in memory: no disk, no network. */
export const resources: Resources = {
  rttNames: Object.keys(REGIONS),
  rtt(name) {
    if (name in REGIONS) return fakeTable(name);
    if (name === './measured.csv') return { ...fakeTable('aws-2020-06'), name };
    return name.endsWith('.csv') ? 'no such file' : `no data set is called '${name}'`;
  },
  file(path) {
    const text = FILES[path];
    return text === undefined ? { error: 'no such file' } : { text };
  },
};
