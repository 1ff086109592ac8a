import { CHART_NAMES } from '../../src/chart/charts.js';
import { json } from '../../src/report/json.js';
import type { ChartName } from '../../src/result/chart-data.js';
import type { ReportChart, ReportResult } from '../../src/result/report.js';
import { suggestion } from '../../src/spelling/suggestion.js';
import { demandClients } from '../clients.js';
import { InputError } from '../input-error.js';
import type { Io } from '../io.js';
import { loadFor, type ReadingFlags, readText } from '../load.js';
import { seedOf } from '../numbers.js';
import { type Output, outputs, spareInputs } from '../output.js';
import { progressOf } from '../progress.js';
import { CHART_DATA } from '../report/chart-data.js';
import { htmlOf, markdownOf, settled } from '../report/documents.js';
import { gather } from '../report/gather.js';
import { Ground } from '../report/ground.js';
import { type File, namesFolder, placed, trimmed, writeAll } from '../report/write-all.js';
import { readSaved } from '../saved/read-report.js';
import { savedResult } from '../saved/saved-result.js';

export interface ReportFlags extends ReadingFlags {
  readonly format: readonly string[];
  readonly seed: string;
  /** A file, or a folder for several. */
  readonly output?: string;
  /** One chart instead of the page. */
  readonly chart?: string;
  /** Again whenever a file changes. */
  readonly watch?: boolean;
}

const DOCUMENTS = ['html', 'markdown', 'json'] as const;
const PICTURES = ['svg', 'png', 'vega-lite'] as const;
const FORMATS = [...DOCUMENTS, ...PICTURES];
type Picture = (typeof PICTURES)[number];

/** `quorate report FILE`: a page for a design review, or one of its charts. */
export async function reportFile(io: Io, file: string, flags: ReportFlags): Promise<void> {
  if (flags.watch !== true) return reportOnce(io, file, flags);
  const { watched } = await import('../watch.js');
  return watched(io, [file], (watching) => reportOnce(watching, file, flags));
}

async function reportOnce(io: Io, path: string, flags: ReportFlags): Promise<void> {
  const chart = chartNamed(flags.chart);
  const known = chart === undefined ? FORMATS : PICTURES;
  const folder = flags.output !== undefined && namesFolder(io, flags.output);
  const at = folder && flags.output !== undefined ? trimmed(flags.output) : undefined;
  const wanted = outputs(placed(flags.format, flags.output, folder), known);
  check(io, path, wanted, { chart, folder });
  const source = await sourceOf(io, path, flags);
  // Before seconds of work, too, and not only before the first file is written.
  spareInputs(
    io,
    wanted.map(({ file }) => file),
  );
  const files = await source.drawing(async () =>
    chart === undefined ? documents(source, wanted, at) : pictures(await source.chart(chart), wanted),
  );
  writeAll(io, files, at);
}

function chartNamed(name: string | undefined): ChartName | undefined {
  if (name === undefined) return undefined;
  const found = CHART_NAMES.find((each) => each === name);
  if (found === undefined)
    throw new InputError(
      `quorate: --chart: no chart is called '${name}'; ${suggestion(name, CHART_NAMES, 'the charts')}`,
    );
  return found;
}

/** What cannot be had together. */
function check(
  io: Io,
  path: string,
  wanted: readonly Output[],
  { chart, folder }: { readonly chart: ChartName | undefined; readonly folder: boolean },
): void {
  const toStdout = wanted.find(({ file }) => file === undefined);
  for (const { format } of wanted) {
    if (chart === undefined && !folder && isPicture(format))
      throw new InputError(
        `quorate: --format ${format} is of one chart (--chart NAME: ${CHART_NAMES.join(', ')}), or of all of them in a folder (-o FOLDER/)`,
      );
  }
  if (toStdout?.format === 'png')
    throw new InputError('quorate: a PNG is not for standard output; give it a file (--format png=map.png)');
  if (toStdout?.format === 'html' && io.toTerminal)
    throw new InputError(
      `quorate: the page is some hundred kilobytes of HTML; give it a file (quorate report ${path} -o report.html)`,
    );
}

function isPicture(format: string): format is Picture {
  return (PICTURES as readonly string[]).includes(format);
}

/** What reports and charts are made of. */
interface Source {
  report(): Promise<ReportResult>;
  /** What one chart is drawn from. @throws InputError where there is none. */
  chart(name: ChartName): Promise<ReportChart>;
  /** Does what draws. @throws InputError where that fails by the fault of a saved file, whose figures do not go together. */
  drawing<Done>(work: () => Promise<Done>): Promise<Done>;
}

async function sourceOf(io: Io, path: string, flags: ReportFlags): Promise<Source> {
  const text = readText(io, path);
  const shown = path === '-' ? '<stdin>' : path;
  const command = commandLine(path, flags);
  const result = savedResult(text);
  if (result !== undefined) {
    if (flags.protocol !== undefined)
      throw new InputError(`quorate: ${shown} is a saved result; --protocol needs a topology file`);
    const read = 'problem' in result ? result : await readSaved(result.data, command);
    if ('problem' in read) throw new InputError(`quorate: ${shown} cannot be reported on: ${read.problem}`);
    return savedSource(read.report, shown);
  }
  const seed = seedOf(flags.seed);
  // Standard input can be read only once.
  const [{ deployment, protocol }] = await loadFor({ ...io, stdin: () => text }, [path], flags, (all) => {
    demandClients(all[0].deployment);
    return all;
  });
  const ground = new Ground(deployment, protocol, seed);
  return {
    drawing: (work) => work(),
    report: async () => {
      const shownProgress = progressOf(io, 'report', flags);
      const report = await gather(ground, {
        text,
        today: io.today(),
        command,
        progress: shownProgress.step,
      });
      shownProgress.end();
      return settled(report);
    },
    chart: async (name) => {
      const found = CHART_DATA[name](ground);
      if ('why' in found) throw noChart(name, shown, found.why);
      return { name, data: found.data } as ReportChart;
    },
  };
}

function savedSource(report: ReportResult, file: string): Source {
  return {
    drawing: async (work) => {
      try {
        return await work();
      } catch (error) {
        if (error instanceof InputError) throw error;
        throw new InputError(
          `quorate: ${file} cannot be drawn, for its figures do not go together: ${(error as Error).message}`,
        );
      }
    },
    report: async () => report,
    chart: async (name) => {
      const found = report.charts.find((chart) => chart.name === name);
      if (found !== undefined) return found;
      const why = report.missing.find((chart) => chart.name === name)?.why;
      throw noChart(name, file, why ?? CHART_DATA_OF_ONE);
    },
  };
}

const CHART_DATA_OF_ONE = 'a report is of one topology, and has no alternatives to compare';

function noChart(name: string, file: string, why: string): InputError {
  return new InputError(`quorate: ${file} has no chart ${name}: ${why}`);
}

/** As one would type it again. */
function commandLine(path: string, { protocol, seed }: ReportFlags): string {
  const words = ['quorate', 'report', path];
  if (protocol !== undefined) words.push('--protocol', protocol);
  if (seed !== '1') words.push('--seed', seed);
  return words.map(quoted).join(' ');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

async function documents(
  source: Source,
  wanted: readonly Output[],
  folder: string | undefined,
): Promise<File[]> {
  const report = await source.report();
  const files: File[] = [];
  const drawn = new Set<Picture>();
  for (const { format, file } of wanted) {
    if (isPicture(format)) drawn.add(format);
    else if (format === 'html') files.push({ path: file, content: await htmlOf(report) });
    else if (format === 'json') files.push({ path: file, content: json(report) });
    else {
      files.push({ path: file, content: markdownOf(report, folder !== undefined) });
      if (folder !== undefined) drawn.add('svg');
    }
  }
  for (const format of drawn) {
    for (const chart of report.charts)
      files.push({ path: `${folder}/${fileOf(chart.name, format)}`, content: await picture(chart, format) });
  }
  return files;
}

async function pictures(chart: ReportChart, wanted: readonly Output[]): Promise<File[]> {
  const files: File[] = [];
  for (const { format, file } of wanted)
    files.push({ path: file, content: await picture(chart, format as Picture) });
  return files;
}

async function picture(chart: ReportChart, format: Picture): Promise<string | Uint8Array> {
  const { chartFrom, WIDE } = await import('../report/draw.js');
  const { renderChart } = await import('../chart/render.js');
  return renderChart(chartFrom(chart, WIDE), format, { id: chart.name });
}

function fileOf(name: string, format: Picture): string {
  return format === 'vega-lite' ? `${name}.vl.json` : `${name}.${format}`;
}
