import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { rulesMarkdown } from '../src/report/rules-markdown.js';
import { ruleList } from '../src/review/rule-list.js';
import { replaceExamples } from './examples.js';
import { COMMITTED, galleryIndex, reportFiles } from './gallery.js';
import { schemas } from './generate-schemas.js';
import { savedValidatorsSource, validatorSource } from './generate-validator.js';
import { pictures } from './pictures.js';
import { validationPage } from './validation-page.js';

export interface Generated {
  readonly path: string;
  readonly text: string;
}

/** Every file of the repository that is made from others. */
export async function generated(): Promise<Generated[]> {
  return [
    ...[...schemas()].map(([name, schema]) => ({
      path: `schema/${name}.schema.json`,
      text: `${JSON.stringify(schema, null, 2)}\n`,
    })),
    { path: 'src/topology/validate-topology.generated.js', text: validatorSource() },
    { path: 'cli/saved/validate-saved.generated.js', text: savedValidatorsSource() },
    { path: 'docs/validation.md', text: validationPage() },
    { path: 'docs/rules.md', text: rulesMarkdown(ruleList()) },
    ...(await pictures()),
    ...(await withExamples()),
    ...(await gallery()),
  ];
}

/** The committed part of reports/. */
async function gallery(): Promise<Generated[]> {
  const files: Generated[] = [galleryIndex()];
  for (const name of COMMITTED) files.push(...(await reportFiles(name, { html: false })));
  return files;
}

/** Pages that are made as a whole. */
const MADE = ['docs/validation.md', 'docs/rules.md'];

/** Pages whose examples are commands with their output. */
async function withExamples(): Promise<Generated[]> {
  const listed = execFileSync(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard', 'README.md', 'docs/*.md'],
    {
      encoding: 'utf8',
    },
  );
  const pages = listed.split('\n').filter((path) => path !== '' && !MADE.includes(path));
  return Promise.all(
    pages.map(async (path) => ({ path, text: await replaceExamples(readFileSync(path, 'utf8')) })),
  );
}
