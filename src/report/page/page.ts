import type { ReportResult } from '../../result/report.js';
import type { ProtocolResult } from '../../result/subject.js';
import type { Document, Section, Text } from '../document/blocks.js';
import { again, assumptions, findings, oneWrite, roundTrips } from './sections/background.js';
import { availability, failover } from './sections/failures.js';
import { latency, map } from './sections/latency.js';
import { load } from './sections/load.js';
import { verdict } from './sections/verdict.js';
import { whatIf } from './sections/what-if.js';
import { why } from './sections/why.js';

/** In the order in which a design review asks. */
const SECTIONS: readonly ((report: ReportResult) => Section)[] = [
  verdict,
  map,
  latency,
  why,
  whatIf,
  load,
  failover,
  oneWrite,
  availability,
  roundTrips,
  findings,
  assumptions,
  again,
];

/** A report's page, before it is HTML or Markdown. What has nothing to say has no section. */
export function pageOf(report: ReportResult): Document {
  const { topology, protocol, provenance } = report.estimate;
  return {
    title: topology.name,
    subtitle: topology.description,
    facts: [
      ...factsOf(protocol),
      provenance.rtt === null
        ? 'round trips as the file gives them'
        : ['RTTs ', { code: provenance.rtt.dataset }],
    ],
    sections: SECTIONS.map((section) => section(report)).filter(({ blocks }) => blocks.length > 0),
    notes: [],
  };
}

function factsOf({ title, leader, quorum, disk, reads }: ProtocolResult): Text[] {
  return [leader === null ? title : `${title}, leader ${leader}`, quorum, `disk ${disk}`, `reads ${reads}`];
}
