import { estimate, measured, report, type SavedError } from './validate-saved.generated.js';

/** The forms in which something saved is read; 'measured' is as much of an estimate as a comparison needs. */
const FORMS = { report, estimate, measured };

/**
 * The first thing that a saved result is not what its schema demands in, as a phrase with its place: "clients[0].at is not
 * a text". Undefined: nothing. A file of its own, to be loaded when something saved is read.
 */
export function unsound(data: unknown, as: keyof typeof FORMS): string | undefined {
  const validate = FORMS[as];
  if (validate(data)) return undefined;
  // Of a union's errors the deepest says most, and the union itself least.
  const [first] = [...(validate.errors ?? [])].sort(
    (a, b) => depth(b) - depth(a) || Number(isUnion(a)) - Number(isUnion(b)),
  );
  return phrase(first);
}

function depth({ instancePath }: SavedError): number {
  return instancePath.split('/').length;
}

function isUnion({ keyword }: SavedError): boolean {
  return keyword === 'anyOf' || keyword === 'if';
}

function phrase({ instancePath, keyword, params }: SavedError): string {
  const at = placeOf(instancePath);
  if (keyword === 'required')
    return `${at === '' ? '' : `${at}.`}${String(params.missingProperty)} is missing`;
  return `${at === '' ? 'the whole' : at} is not ${due(keyword, params)}`;
}

/** "/clients/0/at" as "clients[0].at" */
function placeOf(pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part, i) => (/^\d+$/.test(part) ? `[${part}]` : i === 0 ? part : `.${part}`))
    .join('');
}

const KINDS: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  null: 'null',
};

function due(keyword: string, params: SavedError['params']): string {
  switch (keyword) {
    case 'type':
      return [params.type]
        .flat()
        .map((type) => KINDS[String(type)])
        .join(' or ');
    case 'enum':
      return `one of ${(params.allowedValues as readonly unknown[]).map(String).join(', ')}`;
    case 'const':
      return String(params.allowedValue);
    case 'minimum':
      return `a number of ${params.limit} or more`;
    case 'maximum':
      return `a number of ${params.limit} or less`;
    case 'minItems':
    case 'maxItems':
      return `a list of ${params.limit}`;
    default:
      return 'what its schema says';
  }
}
