import { estimateSchema } from './result-schema.js';
import { list, nullableText, object, text, time } from './schema-parts.js';

/** JSON Schema of the result of `quorate compare`. */
export const compareSchema: object = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Result of quorate compare',
  ...object({
    schema: { const: 'quorate.compare/1' },
    version: text,
    alternatives: list(
      object(
        {
          name: text,
          choices: object(
            {
              protocol: nullableText,
              quorum: nullableText,
              leader: nullableText,
              replicas: { type: ['integer', 'null'], minimum: 1 },
              dropped: list(text),
            },
            [],
            'What it is made of, where quorums, leaders or numbers of replicas are compared; null: as the file has it.',
          ),
          estimate: { oneOf: [{ type: 'null' }, estimateSchema] },
          obstacles: list(text),
          changes: list(text),
          messagesPerWrite: { type: ['number', 'null'] },
          meanWrite: time,
        },
        ['choices'],
      ),
      'Alternatives in the order asked for; estimate is null where the obstacles forbid one.',
    ),
  }),
};
