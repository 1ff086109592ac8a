import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  Parser,
  parseDocument,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { listed } from '../spelling/listed.js';
import { suggestion } from '../spelling/suggestion.js';
import { type ChangeProblem, type Changes, readAddition, readAssignment } from './changes.js';
import type { Path } from './document.js';
import { resolvePath } from './edit-path.js';
import { quoted } from './found.js';
import { referencesTo } from './references.js';
import { textProblem } from './text-problems.js';
import { survey } from './yaml-tokens.js';

/** One edit that was made. */
export interface AppliedEdit {
  readonly key: keyof Changes;
  /** Which of its kind. */
  readonly index: number;
  /** What it replaced or added, in the edited document; of a removal, the list that it shortened. */
  readonly path: Path;
  /** For people, without a full stop: "protocol.disk: parallel → serial". */
  readonly text: string;
}

export interface EditedTopology {
  /** The topology as a file would have it; the same as before where nothing edits it. */
  readonly text: string;
  readonly edits: readonly AppliedEdit[];
}

const OPTIONS = {
  version: '1.2',
  schema: 'core',
  merge: false,
  uniqueKeys: false,
  resolveKnownTags: false,
  prettyErrors: false,
  logLevel: 'silent',
} as const;

/**
 * Makes the edits that a question asks for in the text of a topology: replicas added, parts set, another leader or
 * other quorums, replicas removed, in this order; `scenarios` are left out. What comes out is to be parsed and checked
 * like any file; comments stay, the layout may change.
 *
 * @param text a topology without errors
 */
export function editTopology(
  text: string,
  changes: Pick<Changes, 'add' | 'set' | 'leader' | 'quorum' | 'remove'>,
): EditedTopology | { readonly problems: readonly ChangeProblem[] } {
  const { add, set, leader, quorum, remove } = changes;
  if (add.length + set.length + remove.length === 0 && leader === undefined && quorum === undefined)
    return { text, edits: [] };
  const document = parseDocument(text.replace(/^\ufeff/, ''), OPTIONS);
  if (document.errors.length > 0 || !isMap(document.contents))
    throw new RangeError('only a topology without errors can be edited');
  expandAliases(document);
  const edits: AppliedEdit[] = [];
  const problems: ChangeProblem[] = [];
  const attempt = (key: keyof Changes, index: number, edit: () => Edit): void => {
    const made = edit();
    if ('problem' in made) problems.push({ key, index, message: made.problem });
    else edits.push({ key, index, ...made });
  };
  for (const [index, each] of add.entries()) attempt('add', index, () => addReplica(document, each));
  for (const [index, each] of set.entries()) {
    attempt('set', index, () => {
      const assignment = readAssignment(each);
      return 'problem' in assignment ? assignment : setValue(document, assignment.path, assignment.value);
    });
  }
  if (leader !== undefined) attempt('leader', 0, () => setValue(document, 'protocol.leader', leader));
  if (quorum !== undefined) attempt('quorum', 0, () => setValue(document, 'protocol.quorum', quorum));
  for (const [index, each] of remove.entries())
    attempt('remove', index, () => removeReplica(document, each.trim()));
  problems.push(...setTwice(edits));
  // The questions that the file keeps are about what it was; names in them may be gone.
  document.delete('scenarios');
  return problems.length > 0 ? { problems } : { text: document.toString({ lineWidth: 0 }), edits };
}

type Edit = Omit<AppliedEdit, 'key' | 'index'> | { readonly problem: string };

/** Two edits of one place, or of a place and a part of it: the second would undo the first. */
function setTwice(edits: readonly AppliedEdit[]): ChangeProblem[] {
  const replacing = edits.filter(({ key }) => key !== 'add' && key !== 'remove');
  return replacing.flatMap(({ key, index, path }, later) => {
    const before = replacing.slice(0, later).find((other) => {
      const shared = Math.min(other.path.length, path.length);
      return path.slice(0, shared).every((step, i) => step === other.path[i]);
    });
    if (before === undefined) return [];
    const [here, there] = [path.join('.'), before.path.join('.')];
    const message =
      here === there
        ? `${here} is set twice`
        : `${here} and ${there} cannot both be set: one replaces the other`;
    return [{ key, index, message }];
  });
}

function setValue(document: Document, pathText: string, valueText: string): Edit {
  const resolved = resolvePath(document.contents as Node, pathText);
  if ('problem' in resolved) return resolved;
  const value = readValue(valueText);
  if ('problem' in value) return value;
  const { path } = resolved;
  if (path[0] === 'scenarios')
    return {
      problem: 'scenarios are questions about the topology; to change one makes no difference to another',
    };
  const before = document.getIn(path, true);
  // What is remarked about the place still holds.
  if (isScalar(before) && before.comment != null) value.node.comment = before.comment;
  document.setIn(path, value.node);
  const was = before === undefined ? '' : `${flow(before)} → `;
  return { path, text: `${pathText}: ${was}${flow(value.node)}` };
}

/** A value as the file would have it, on one line. */
function readValue(text: string): { readonly node: Node } | { readonly problem: string } {
  const unfit = textProblem(text);
  const tokens = unfit === undefined ? [...new Parser().parse(text)] : [];
  if (unfit !== undefined || survey(tokens).tooDeep !== undefined)
    return { problem: `${quoted(text)} is no value: ${unfit?.message ?? 'it is nested too deeply'}` };
  const value = parseDocument(text, OPTIONS);
  if (!('contents' in value) || value.errors.length > 0 || value.contents === null)
    return { problem: `${quoted(text)} is no value that YAML can read; texts with : or # belong in quotes` };
  let alias = false;
  visit(value, {
    Alias: () => {
      alias = true;
    },
  });
  if (alias) return { problem: `${quoted(text)} refers to an anchor, which a value of its own cannot` };
  const node = value.contents as Node;
  node.comment = null;
  node.commentBefore = null;
  if (isCollection(node)) node.flow = true;
  return { node };
}

/** A part of the document on one line, shortened where it is long. */
function flow(node: unknown): string {
  const value = isScalar(node)
    ? (node.source ?? String(node.value))
    : JSON.stringify((node as Node).toJSON());
  const plain = value
    .replace(/"([A-Za-z_][\w.-]*)":/g, '$1: ')
    .replaceAll('"', '')
    .replaceAll(',', ', ');
  return plain.length > 60 ? `${plain.slice(0, 59)}…` : plain;
}

function addReplica(document: Document, text: string): Edit {
  const addition = readAddition(text);
  if ('problem' in addition) return addition;
  const { id, at } = addition;
  const list = replicasOf(document);
  const ids = idsOf(list);
  if (ids.includes(id)) return { problem: `a replica is called '${id}' already` };
  const disk = addition.disk ?? commonDisk(list);
  if (disk === undefined)
    return { problem: `the replicas have different disks, so say which ${id} has: ${id}@${at}:DISK` };
  const replica = { id, at, ...(disk === 'none' ? {} : { disk }) };
  const node = document.createNode(replica) as YAMLMap;
  node.flow = true;
  list.items.push(node);
  return {
    path: ['replicas', list.items.length - 1],
    text: `${id} is added at ${at}${disk === 'none' ? '' : ` (disk ${disk})`}`,
  };
}

/** The disk that every replica has; 'none' where none has any; undefined where they differ. */
function commonDisk(list: YAMLSeq): string | undefined {
  const disks = new Set(
    list.items.map((each) => (isMap(each) ? String(each.get('disk') ?? 'none') : 'none')),
  );
  return disks.size === 1 ? [...disks][0] : undefined;
}

function removeReplica(document: Document, id: string): Edit {
  const list = replicasOf(document);
  const ids = idsOf(list);
  const index = ids.indexOf(id);
  if (index < 0) return { problem: `no replica is called '${id}'; ${suggestion(id, ids, 'the replicas')}` };
  if (ids.length === 1) return { problem: `'${id}' is the only replica` };
  const references = referencesTo(document.toJS(), id);
  if (references.length > 0)
    return {
      problem: `${id} cannot be removed while other parts refer to it: ${listed(references)}; set those to something else as well`,
    };
  list.items.splice(index, 1);
  return { path: ['replicas'], text: `${id} is removed` };
}

function replicasOf(document: Document): YAMLSeq {
  const list = document.get('replicas');
  if (!isSeq(list)) throw new RangeError('a topology without errors has a list of replicas');
  return list;
}

function idsOf(list: YAMLSeq): string[] {
  return list.items.map((each) => (isMap(each) ? String(each.get('id')) : ''));
}

/** Puts what they stand for in the place of aliases, so that one user of an anchor can be edited without the others. */
function expandAliases(document: Document): void {
  visit(document, {
    Alias: (_, alias) => {
      const target = alias.resolve(document);
      return target === undefined ? undefined : (target.clone() as Node);
    },
  });
  visit(document, {
    Node: (_, node) => {
      if (!isAlias(node)) delete node.anchor;
    },
  });
}
