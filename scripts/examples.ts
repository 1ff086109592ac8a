import { nodeIo } from '../cli/io.js';
import { main } from '../cli/main.js';

/**
 * Runs the examples of a Markdown page and puts their output in: a block fenced ```console whose first line is
 * "$ quorate …" is a command; what follows it, to the end of the fence, is its output (standard output only).
 */
export async function replaceExamples(page: string): Promise<string> {
  const parts = page.split(/(^```console\n\$ quorate [^\n]*\n[\s\S]*?^```$)/m);
  const done = await Promise.all(
    parts.map((part) => (part.startsWith('```console\n$ quorate ') ? rerun(part) : part)),
  );
  return done.join('');
}

async function rerun(block: string): Promise<string> {
  const command = block.slice('```console\n$ quorate '.length, block.indexOf('\n', '```console\n'.length));
  const output = await outputOf(command.trim().split(/\s+/));
  return `\`\`\`console\n$ quorate ${command}\n${output}\`\`\``;
}

async function outputOf(args: readonly string[]): Promise<string> {
  let out = '';
  await main(args, {
    ...nodeIo(),
    stdout: (text) => {
      out += text;
    },
    stderr: () => undefined,
    // What a page shows must not depend on the terminal or the day.
    columns: 100,
    color: false,
    today: () => '2026-11-21',
  });
  return out;
}
