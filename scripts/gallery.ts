import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { nodeIo } from '../cli/io.js';
import { main } from '../cli/main.js';

export interface GalleryFile {
  readonly path: string;
  readonly text: string;
}

/** Topologies whose Markdown report is committed: one large, one small. The others are made by npm run reports. */
export const COMMITTED: readonly string[] = ['one-region-three-zones', 'payments-ledger'];

/** What a page shows must not depend on the day. */
const TODAY = '2026-11-21';

/** Names of the bundled topologies. */
export function gallerySources(): string[] {
  return readdirSync('topologies')
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort();
}

/** The report of one topology: Markdown with its pictures, and the page where it is asked for. */
export async function reportFiles(
  name: string,
  { html }: { readonly html: boolean },
): Promise<GalleryFile[]> {
  const files: GalleryFile[] = [];
  let said = '';
  const formats = ['-f', 'markdown', ...(html ? ['-f', 'html'] : [])];
  const code = await main(['report', `topologies/${name}.yaml`, '-q', ...formats, '-o', `reports/${name}/`], {
    ...nodeIo(),
    today: () => TODAY,
    terminal: false,
    stderr: (text) => {
      said += text;
    },
    makeFolder: () => undefined,
    writeFile: (path, content) => {
      files.push({ path, text: String(content) });
    },
  });
  if (code !== 0) throw new Error(`quorate report of ${name} ended with ${code}: ${said}`);
  return files;
}

/** The page that leads to the reports. */
export function galleryIndex(): GalleryFile {
  const rows = gallerySources().map((name) => {
    const { description } = parse(readFileSync(`topologies/${name}.yaml`, 'utf8')) as { description: string };
    const link = COMMITTED.includes(name) ? `[report](${name}/report.md)` : '';
    return `| [${name}](../topologies/${name}.yaml) | ${description} | ${link} |`;
  });
  const text = `# Reports

What [\`quorate report\`](../docs/report.md) makes of the bundled topologies. Two are here as Markdown with their charts,
held against drift; \`npm run reports\` makes all of them, each also as one HTML page that needs no network
(\`reports/NAME/report.html\`).

| topology | what it is | |
|---|---|---|
${rows.join('\n')}
`;
  return { path: 'reports/README.md', text };
}
