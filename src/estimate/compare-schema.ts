import { estimateSchema } from './result-schema.js';
import { list, object, text } from './schema-parts.js';

/** JSON Schema of the result of `quorate compare`. */
export const compareSchema: object = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Result of quorate compare',
  ...object({
    schema: { const: 'quorate.compare/1' },
    version: text,
    alternatives: list(
      object({
        name: text,
        estimate: { oneOf: [{ type: 'null' }, estimateSchema] },
        obstacles: list(text),
        changes: list(text),
        messagesPerWrite: { type: ['number', 'null'] },
      }),
      'Alternatives in the order asked for; estimate is null where the obstacles forbid one.',
    ),
  }),
};
