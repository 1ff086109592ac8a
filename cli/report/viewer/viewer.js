/**
 * The script of a report's page: when the pointer first comes to a chart, vega draws it anew over the static picture, so
 * that its marks can say what they stand for. Expressions are interpreted, not compiled: the page's policy forbids eval.
 * Nothing is loaded from anywhere. Built by scripts/viewer.mjs.
 */
import { parse, View } from 'vega';
import { expressionInterpreter } from 'vega-interpreter';

function refused() {
  throw new Error('charts load nothing');
}

function words(value) {
  if (typeof value !== 'object' || value === null) return String(value ?? '');
  return Object.entries(value)
    .filter(([, text]) => text !== null && text !== undefined && text !== '' && text !== 'null')
    .map(([title, text]) => `${title}: ${text}`)
    .join('\n');
}

/** Shows the words beside the pointer, inside the figure. */
function tooltip(figure) {
  const tip = document.createElement('div');
  tip.className = 'tip';
  tip.hidden = true;
  figure.append(tip);
  return (_, event, __, value) => {
    const text = words(value);
    tip.hidden = text === '';
    if (tip.hidden) return;
    tip.textContent = text;
    const box = figure.getBoundingClientRect();
    const x = event.clientX - box.left;
    const y = event.clientY - box.top;
    tip.style.left = `${Math.max(0, Math.min(x + 14, box.width - tip.offsetWidth))}px`;
    tip.style.top = `${y + 18 + tip.offsetHeight > box.height ? y - tip.offsetHeight - 10 : y + 18}px`;
  };
}

/** Rows come with the names of their fields once. */
function unpacked(_, value) {
  if (value === null || value.$rows === undefined) return value;
  return value.$rows.map((row) => Object.fromEntries(value.$keys.map((key, i) => [key, row[i]])));
}

async function enliven(figure, spec) {
  const place = figure.querySelector('.wide');
  const still = place?.querySelector('svg');
  if (!place || !still) return;
  const made = document.createElement('div');
  const view = new View(parse(JSON.parse(spec, unpacked), {}, { ast: true }), {
    renderer: 'svg',
    container: made,
    hover: false,
    expr: expressionInterpreter,
    tooltip: tooltip(figure),
    loader: { load: refused, sanitize: refused, http: refused, file: refused },
  });
  await view.runAsync();
  const svg = made.querySelector('svg');
  if (!svg) return;
  // Its name and description stay those of the still picture.
  for (const name of ['role', 'aria-labelledby']) svg.setAttribute(name, still.getAttribute(name) ?? '');
  svg.prepend(...[...still.children].filter(({ tagName }) => tagName === 'title' || tagName === 'desc'));
  place.replaceChildren(made);
  figure.dataset.live = 'yes';
}

for (const data of document.querySelectorAll('script[id^="spec-"]')) {
  const figure = document.getElementById(`chart-${data.id.slice('spec-'.length)}`);
  const begin = () => void enliven(figure, data.textContent ?? '');
  figure?.addEventListener('pointerenter', begin, { once: true });
}
