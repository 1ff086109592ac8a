import type { Rule } from '../rule.js';

export const input: Rule = {
  id: 'QR000',
  name: 'input',
  title: 'The topology is invalid, or its protocol cannot run it',
  topic: 'file',
  severity: 'error',
  otherwise: ['warning'],
  needs: 'file',
  why: 'What the checks of every command say (YAML, structure, names, units, quorums that do not meet) is a finding of the review, too, so that JSON and SARIF hold it. Errors mean that nothing else could be looked at; warnings, that something in the file makes no difference or may be meant otherwise.',
  fix: 'As the message says; quorate estimate shows the same with the line of the file.',
  source: 'docs/topology.md, "What is checked"',
};
