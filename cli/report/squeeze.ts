import { FONT } from '../../src/chart/page.js';

/**
 * An SVG of vega's, about half as long and to the eye the same: without what only vega's own script or a reader of single
 * marks would look at (the whole picture has a name and a description), and with the points of outlines to a tenth of a
 * pixel, each relative to the one before.
 */
export function squeezed(svg: string): string {
  const end = svg.indexOf('</desc>') + '</desc>'.length;
  const head = svg.slice(0, end).replace('<svg ', `<svg font-family="${FONT}" `);
  const bare = svg
    .slice(end)
    .replace(/<[a-z][^>]*>/g, lean)
    .replace(INVISIBLE, '');
  return head + withoutIdleGroups(bare);
}

/** Said for vega's script or for readers of single marks, or what SVG takes for granted, or what the whole picture says. */
const IDLE =
  / (?:aria-(?:label|roledescription|hidden)="[^"]*"|role="graphics-[^"]*"|class="[^"]*"|pointer-events="none"|opacity="1"|stroke-width="1"|font-weight="normal"|text-anchor="start"|[xy]2="0"|transform="translate\(0,0\)")/g;

/** Frames that are neither filled nor stroked. */
const INVISIBLE = /<path(?: d="[^"]*")?(?: display="none")?\/>/g;

function lean(tag: string): string {
  return tag
    .replace(IDLE, '')
    .replace(` font-family="${FONT}"`, '')
    .replace(/ d="([^"]*)"/, (whole, path: string) =>
      path.length > LONG && /^[MLZ\d.,-]+$/.test(path) ? ` d="${relative(path)}"` : whole,
    );
}

/** Groups that say nothing of what is in them, or that nothing is in. */
function withoutIdleGroups(svg: string): string {
  let full = svg;
  for (let before = ''; before !== full; ) {
    before = full;
    full = full.replace(/<g\b[^>]*><\/g>/g, '');
  }
  const idle: boolean[] = [];
  return full.replace(/<g\b[^>]*>|<\/g>/g, (tag) => {
    if (tag !== '</g>') idle.push(tag === '<g>');
    const dropped = tag === '</g>' ? idle.pop() : idle[idle.length - 1];
    return dropped === true ? '' : tag;
  });
}

/** Shorter paths are no worth the trouble. */
const LONG = 60;

/** M, L and Z only. Rounding is of absolute places, so errors do not add up. */
function relative(path: string): string {
  let out = '';
  let at: [number, number] = [0, 0];
  for (const [, command, x, y] of path.matchAll(/([MLZ])(?:(-?[\d.]+),(-?[\d.]+))?/g)) {
    if (command === 'Z') {
      out += 'Z';
      continue;
    }
    const to: [number, number] = [tenths(x), tenths(y)];
    if (command === 'M') out += `M${to[0] / 10},${to[1] / 10}`;
    else if (to[0] !== at[0] || to[1] !== at[1]) {
      const [dx, dy] = [short(to[0] - at[0]), short(to[1] - at[1])];
      out += `l${dx}${dy.startsWith('-') ? '' : ','}${dy}`;
    }
    at = to;
  }
  return out;
}

function tenths(text: string): number {
  return Math.round(Number(text) * 10);
}

/** ".3", "-1.2", "4" */
function short(amount: number): string {
  return String(amount / 10).replace(/^(-?)0\./, '$1.');
}
