import { unreadable } from '../finding.js';
import { asName, asNumber, asObject } from './json.js';
import type { Measurement } from './measurement.js';

/** The report inside `mtr --json`, or undefined for other JSON. */
function reportOf(document: unknown): Readonly<Record<string, unknown>> | undefined {
  const report = asObject(asObject(document)?.report);
  return report !== undefined && Array.isArray(report.hubs) ? report : undefined;
}

export function isMtr(document: unknown): boolean {
  return (Array.isArray(document) ? document : [document]).some((one) => reportOf(one) !== undefined);
}

/**
 * `mtr --json`, one report or a list of them: the last hop, where it is the target. What a router on the way answers
 * says little about the path, so other hops are not read.
 *
 * @throws RttInputError where the last hop is another host than the target
 */
export function readMtr(document: unknown): Measurement[] {
  return (Array.isArray(document) ? document : [document]).flatMap((one): Measurement[] => {
    const report = reportOf(one);
    if (report === undefined) return [];
    const { src, dst } = asObject(report.mtr) ?? {};
    const to = asName(dst);
    const hub = asObject((report.hubs as unknown[])[(report.hubs as unknown[]).length - 1]) ?? {};
    const host = asName(hub.host) ?? '???';
    const reached = to !== undefined && (host === to || host.includes(`(${to})`));
    if (!reached) {
      throw unreadable(
        `mtr did not reach ${to ?? 'its target'}: the last hop is ${host}`,
        'run mtr -n with the address of the target, so that the last hop can be told from it',
      );
    }
    const [min, mean, max, mdev] = [hub.Best, hub.Avg, hub.Wrst, hub.StDev].map(asNumber);
    const lost = asNumber(hub['Loss%']) ?? 0;
    const answered = lost < 100 && min !== undefined && mean !== undefined && max !== undefined;
    const summary = answered ? { min, mean, max, ...(mdev === undefined ? {} : { mdev }) } : {};
    return [{ from: asName(src), to, samples: [], summary }];
  });
}
