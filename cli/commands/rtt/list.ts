import { json } from '../../../src/report/json.js';
import { measuredRegions } from '../../../src/rtt/data-set.js';
import { countText } from '../../../src/rtt/number-text.js';
import { bundledNames, loadDataSet } from '../../data-sets.js';
import type { Io } from '../../io.js';
import { inColumns } from './columns.js';

/** `quorate rtt list`: what is bundled. */
export function list(io: Io, format: 'text' | 'json'): void {
  const sets = bundledNames().map(loadDataSet);
  if (format === 'json') {
    const datasets = sets.map((dataSet) => {
      const { name, title, provider, source, date, period, statistics, licence, notes, pairs } = dataSet;
      const regions = measuredRegions(dataSet);
      return {
        name,
        title,
        provider,
        source,
        date,
        period,
        statistics,
        licence,
        notes,
        regions,
        pairs: pairs.length,
      };
    });
    io.stdout(json({ schema: 'quorate.rtt-list/1', datasets }));
    return;
  }
  const rows = sets.map((dataSet) => [
    dataSet.name,
    dataSet.date,
    String(measuredRegions(dataSet).length),
    countText(dataSet.pairs.length),
    dataSet.statistics.join(' '),
    dataSet.source,
  ]);
  io.stdout(
    inColumns(
      [
        { title: 'name', align: 'left' },
        { title: 'date', align: 'left' },
        { title: 'regions', align: 'right' },
        { title: 'pairs', align: 'right' },
        { title: 'statistics', align: 'left', widest: 20 },
        { title: 'source', align: 'left', widest: 36 },
      ],
      rows,
    ),
  );
}
