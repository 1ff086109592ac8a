import { nearestName } from '../../src/spelling/nearest-name.js';
import { templates } from '../../src/topology/templates.js';
import { InputError } from '../input-error.js';
import type { Io } from '../io.js';
import { writeFile } from '../output.js';

export interface InitFlags {
  readonly template: string;
  readonly list?: boolean;
  readonly output?: string;
}

/** `quorate init`: a first topology file, to standard output or to a new file. */
export function init(io: Io, flags: InitFlags): void {
  if (flags.list === true) {
    const width = Math.max(...templates.map(({ name }) => name.length));
    io.stdout(templates.map(({ name, summary }) => `${name.padEnd(width)}  ${summary}\n`).join(''));
    return;
  }
  const template = templates.find(({ name }) => name === flags.template);
  if (template === undefined) {
    const names = templates.map(({ name }) => name);
    const near = nearestName(flags.template, names);
    const hint = near === undefined ? '' : `; did you mean '${near}'?`;
    throw new InputError(`quorate: no template '${flags.template}', there are ${names.join(', ')}${hint}`);
  }
  if (flags.output === undefined) {
    io.stdout(template.text);
    return;
  }
  if (exists(io, flags.output))
    throw new InputError(`quorate: ${flags.output} exists already; it is left as it is`);
  writeFile(io, flags.output, template.text);
  io.stderr(`wrote ${flags.output}; next: quorate estimate ${flags.output}\n`);
}

function exists(io: Io, path: string): boolean {
  try {
    io.readFile(path);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}
