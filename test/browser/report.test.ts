import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quorate } from '../cli/quorate.js';
import { browserBinary, Chromium, type Tab, type TabOptions } from './chromium.js';

const binary = browserBinary();
const built = existsSync('dist/report/viewer.js');
if (binary === undefined)
  process.stderr.write(
    'test/browser: SKIPPED, for there is no Chromium on this machine (QUORATE_BROWSER may name one)\n',
  );

const folder = mkdtempSync(join(tmpdir(), 'quorate-page-'));
const file = join(folder, 'report.html');
const CHARTS = 9;
let browser: Chromium | undefined;

/** Says with the names of figures whether they are on the screen, at a size that is a picture's. */
const SHOWN = `[...document.querySelectorAll('figure')].map((figure) => {
  const pictures = [...figure.querySelectorAll('svg')].filter((svg) => svg.getBoundingClientRect().width > 0);
  const { width, height } = pictures[0]?.getBoundingClientRect() ?? {};
  return { name: figure.id, pictures: pictures.length, large: width > 250 && height > 120 };
})`;

async function opened(options: TabOptions): Promise<Tab> {
  const tab = await browser!.tab(options);
  await tab.open(pathToFileURL(file).href);
  return tab;
}

beforeAll(async () => {
  if (binary === undefined) return;
  const { code, out } = await quorate(['report', 'topologies/payments-ledger.yaml', '-q']);
  expect(code).toBe(0);
  writeFileSync(file, out);
  browser = new Chromium(binary);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(binary === undefined)('the page of a report in Chromium, from file://', () => {
  it.each([
    { width: 1200, scripts: true },
    { width: 1200, scripts: false },
    { width: 400, scripts: true },
    { width: 400, scripts: false },
    { width: 1200, scripts: true, dark: true },
    { width: 700, scripts: true, media: 'print' as const },
  ])(
    '%o: every chart is there, nothing runs over the side, nothing is complained of or asked for',
    async (options) => {
      const tab = await opened(options);
      const shown = await tab.value<{ name: string; pictures: number; large: boolean }[]>(SHOWN);
      expect(shown).toHaveLength(CHARTS);
      for (const { name, pictures, large } of shown)
        expect({ name, pictures, large }).toEqual({ name, pictures: 1, large: true });
      const over = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
      expect(await tab.value<number>(over)).toBe(0);
      expect(tab.complaints).toEqual([]);
      expect(tab.requests).toEqual([pathToFileURL(file).href]);
    },
  );

  it('tables that are too wide for a phone scroll by themselves, and the keyboard reaches them', async () => {
    const tab = await opened({ width: 400, scripts: true });
    const tables = await tab.value<{ wide: boolean; scrolls: boolean; reached: boolean }[]>(
      `[...document.querySelectorAll('.table')].map((part) => ({
        wide: part.scrollWidth > part.clientWidth,
        scrolls: getComputedStyle(part).overflowX === 'auto',
        reached: part.tabIndex === 0,
      }))`,
    );
    expect(tables.some(({ wide }) => wide)).toBe(true);
    for (const { scrolls, reached } of tables)
      expect({ scrolls, reached }).toEqual({ scrolls: true, reached: true });
  });

  it('gives every picture a name and a description', async () => {
    const tab = await opened({ width: 1200, scripts: false });
    const words = await tab.value<{ role: string; words: string[] }[]>(
      `[...document.querySelectorAll('figure svg')].map((svg) => ({
        role: svg.getAttribute('role'),
        words: svg.getAttribute('aria-labelledby').split(' ').map((id) => document.getElementById(id).textContent),
      }))`,
    );
    expect(words).toHaveLength(2 * CHARTS);
    for (const {
      role,
      words: [title, description],
    } of words) {
      expect(role).toBe('img');
      expect(title.length).toBeGreaterThan(10);
      expect(description.length).toBeGreaterThan(40);
    }
  });

  it.skipIf(!built)(
    'draws each chart anew where the pointer comes, with its own words, without eval, and marks then say what they are',
    async () => {
      const tab = await opened({ width: 1200, scripts: true });
      const names = await tab.value<string[]>(`[...document.querySelectorAll('figure')].map(({ id }) => id)`);
      for (const name of names) {
        const figure = `document.getElementById(${JSON.stringify(name)})`;
        const before = await tab.value<{ size: number[]; words: string }>(still(figure));
        const [x, y] = await tab.value<number[]>(`(() => {
          ${figure}.scrollIntoView({ block: 'center' });
          const { x, y, width, height } = ${figure}.getBoundingClientRect();
          return [x + width / 2, y + height / 2];
        })()`);
        await tab.moveTo(x, y);
        await tab.value(until(`${figure}.dataset.live === 'yes'`));
        expect(await tab.value(still(figure))).toEqual(before);
        const told = await tab.value<string>(`(() => {
          const marks = [...${figure}.querySelectorAll('.mark-symbol path, .mark-rect path, .mark-rule line, .mark-shape path')];
          for (const mark of marks.reverse()) {
            const { x, y, width, height } = mark.getBoundingClientRect();
            const at = { bubbles: true, clientX: x + width / 2, clientY: y + height / 2 };
            mark.dispatchEvent(new PointerEvent('pointermove', at));
            mark.dispatchEvent(new MouseEvent('mousemove', at));
            const tip = ${figure}.querySelector('.tip');
            if (!tip.hidden) return tip.textContent;
          }
          return '';
        })()`);
        expect(told, name).toMatch(/^[^\n:]+: \S/);
        expect(told, name).not.toMatch(/undefined|NaN|null/);
      }
      expect(tab.complaints).toEqual([]);
      expect(tab.requests).toEqual([pathToFileURL(file).href]);
    },
  );

  it('refuses a script and a connection that are not its own', async () => {
    const tab = await opened({ width: 1200, scripts: true });
    const ran = await tab.value<boolean>(`new Promise((resolve) => {
      const script = document.createElement('script');
      script.textContent = 'window.foreign = true';
      document.body.append(script);
      fetch('https://example.org/').then(() => resolve(true), () => resolve(window.foreign === true));
    })`);
    expect(ran).toBe(false);
    expect(tab.complaints.join('\n')).toMatch(/Content Security Policy/);
  });
});

/** Size, name and description of a figure's picture. */
function still(figure: string): string {
  return `(() => {
    const svg = ${figure}.querySelector('.wide svg');
    const { width, height } = svg.getBoundingClientRect();
    const words = svg.getAttribute('aria-labelledby').split(' ').map((id) => document.getElementById(id).textContent);
    return { size: [Math.round(width), Math.round(height)], words: words.join('. ') };
  })()`;
}

/** Waits in the page, a few seconds at most. */
function until(condition: string): string {
  return `new Promise((resolve, reject) => {
    let left = 400;
    const look = () => ${condition} ? resolve(true) : left-- > 0 ? setTimeout(look, 25) : reject(new Error('never'));
    look();
  })`;
}
