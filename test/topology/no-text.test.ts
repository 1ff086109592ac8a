import { expect, it } from 'vitest';
import { textProblem } from '../../src/topology/text-problems.js';

it.each([
  ['a program (the first bytes of ELF)', '\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0\x01\0\0\0'],
  ['two bytes', '\0\x01'],
])('%s is not a text file', (_, text) => {
  expect(textProblem(text)?.message).toMatch(/not a text file/);
});

it('UTF-16 is said to be UTF-16, in either order of bytes', () => {
  const text = 'version: 1\n';
  expect(textProblem([...text].map((c) => `${c}\0`).join(''))?.message).toMatch(/UTF-16/);
  expect(textProblem([...text].map((c) => `\0${c}`).join(''))?.message).toMatch(/UTF-16/);
});
