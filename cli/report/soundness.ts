import { Ajv } from 'ajv';

/**
 * The first thing that a schema has against a saved result, with its place; undefined: nothing. A file of its own, to be
 * loaded when something saved is read: the validator is as large as the rest of the command.
 */
export function unsound(data: unknown, schema: object): string | undefined {
  const validate = new Ajv({ strict: false }).compile(schema);
  if (validate(data)) return undefined;
  const { schema: name } = data as { readonly schema: string };
  // Of a union's errors the deepest says most.
  const [first] = [...(validate.errors ?? [])].sort(
    (a, b) => b.instancePath.split('/').length - a.instancePath.split('/').length,
  );
  const at = first.instancePath === '' ? '' : `${first.instancePath.slice(1).replaceAll('/', '.')} `;
  return `it is no sound ${name}: ${at}${first.message}`;
}
