import { relative, resolve } from 'node:path';
import ts from 'typescript';

/** A type that an exported signature mentions. */
export interface Mentioned {
  readonly type: string;
  /** Where it is declared, from the root of the repository. */
  readonly file: string;
  /** The exported name that mentions it. */
  readonly by: string;
}

const ENTRY = resolve('src/index.ts');

/**
 * Types of this repository that exports of src/index.ts mention, in parameters, results, members or bases, and that it does
 * not export.
 *
 * @param edit changes the text of src/index.ts first
 */
export function unexportedTypes(edit: (text: string) => string = (text) => text): Mentioned[] {
  const options: ts.CompilerOptions = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    skipLibCheck: true,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const read = host.readFile;
  host.readFile = (file) => {
    const text = read(file);
    return resolve(file) === ENTRY && text !== undefined ? edit(text) : text;
  };
  const program = ts.createProgram([ENTRY], options, host);
  const checker = program.getTypeChecker();
  const own = (symbol: ts.Symbol): ts.Symbol =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  const entry = checker.getSymbolAtLocation(program.getSourceFile(ENTRY)!)!;
  const exported = new Map(checker.getExportsOfModule(entry).map((symbol) => [own(symbol), symbol.name]));
  const found = new Map<ts.Symbol, Mentioned>();
  for (const [symbol, by] of exported) {
    for (const declaration of symbol.declarations ?? []) {
      mentionsOf(declaration, (name) => {
        const at = checker.getSymbolAtLocation(name);
        const type = at === undefined ? undefined : own(at);
        const declared = type?.declarations?.[0];
        if (type === undefined || declared === undefined || exported.has(type) || found.has(type)) return;
        if (ts.isTypeParameterDeclaration(declared)) return;
        const file = relative(process.cwd(), declared.getSourceFile().fileName);
        if (file.startsWith('src/')) found.set(type, { type: type.name, file, by });
      });
    }
  }
  return [...found.values()].sort((a, b) => (`${a.file} ${a.type}` < `${b.file} ${b.type}` ? -1 : 1));
}

/** Tells of every name of a type in a declaration, but for what is private, or stands in a body or an initial value. */
function mentionsOf(node: ts.Node, tell: (name: ts.Node) => void): void {
  if (ts.isTypeReferenceNode(node)) tell(node.typeName);
  if (ts.isExpressionWithTypeArguments(node)) tell(node.expression);
  ts.forEachChild(node, (child) => {
    const body = ts.isBlock(child) || (ts.isExpression(child) && !ts.isExpressionWithTypeArguments(child));
    const hidden =
      ts.canHaveModifiers(child) &&
      ts.getModifiers(child)?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword) === true;
    const privately =
      ts.isClassElement(child) && child.name !== undefined && ts.isPrivateIdentifier(child.name);
    if (!body && !hidden && !privately) mentionsOf(child, tell);
  });
}
