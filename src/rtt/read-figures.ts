import { looksLikeDataSet } from './data-set.js';
import { unreadable } from './finding.js';
import type { ReadFigures } from './read/cells.js';
import { foreign } from './read/foreign.js';
import { readTableText } from './read/table-text.js';
import { isAtlas, readAtlas } from './tools/atlas.js';
import { betweenRegions, type Ends } from './tools/ends.js';
import { looksLikeFping, readFping } from './tools/fping.js';
import { isGoldpinger, readGoldpinger } from './tools/goldpinger.js';
import { looksLikeHalf, readHalf } from './tools/half.js';
import { figuresOf } from './tools/measurement.js';
import { isMtr, readMtr } from './tools/mtr.js';
import { looksLikePing, readPing } from './tools/ping.js';
import { isPrometheus, readPrometheus } from './tools/prometheus.js';

const FORMS =
  'CSV, TSV and Markdown tables, ping, fping -C -q, mtr --json, RIPE Atlas ping results, Prometheus API answers, goldpinger /check_all';

/**
 * The figures of any input that `rtt import` takes, told by its content: tables, and what measuring tools print.
 *
 * @throws RttInputError, and nothing else, for any other text
 */
export function readFigures(text: string, ends: Ends = {}): ReadFigures {
  const refusal = foreign(text);
  if (refusal !== undefined) throw refusal;
  const figures = betweenRegions(unplaced(text), ends);
  if (figures.cells.length > 0) return figures;
  throw unreadable('nothing answered: there is no figure in the input');
}

function unplaced(text: string): ReadFigures {
  if (looksLikeDataSet(text)) throw unreadable('this is a data set already', 'see it with quorate rtt check');
  if (/^\uFEFF?\s*[[{]/.test(text)) return fromJson(text);
  if (looksLikePing(text)) return figuresOf('ping', readPing(text));
  if (looksLikeHalf(text)) return figuresOf('qperf or sockperf', readHalf(text));
  if (looksLikeFping(text)) return figuresOf('fping', readFping(text));
  return readTableText(text);
}

function fromJson(text: string): ReadFigures {
  const document = parsed(text.replace(/^\uFEFF/, ''));
  if (isMtr(document)) return figuresOf('mtr --json', readMtr(document));
  if (isAtlas(document)) {
    const { measurements, date } = readAtlas(document as unknown[]);
    return figuresOf('RIPE Atlas ping results', measurements, date);
  }
  if (isPrometheus(document)) {
    const { measurements, date, warnings } = readPrometheus(document);
    const figures = figuresOf('Prometheus API answer', measurements, date);
    return { ...figures, warnings: [...warnings, ...figures.warnings] };
  }
  if (isGoldpinger(document)) return figuresOf('goldpinger /check_all', readGoldpinger(document));
  throw unreadable('this JSON is of no form that is known', `known are ${FORMS}`);
}

/** One JSON document, or one a line (as RIPE Atlas streams them) made a list. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (whole) {
    const lines = text.split('\n').filter((line) => line.trim() !== '');
    try {
      if (lines.length > 1) return lines.map((line) => JSON.parse(line) as unknown);
    } catch {
      // Neither: the first complaint is the one about the text as a whole.
    }
    throw unreadable(`this begins like JSON and is none: ${(whole as Error).message.slice(0, 120)}`);
  }
}
