import { estimateSchema, explainSchema } from '../../src/estimate/result-schema.js';
import { list, object, seed, text } from '../../src/estimate/schema-parts.js';
import { whatIfSchema } from '../../src/estimate/what-if-schema.js';
import { reviewSchema } from '../../src/review/review-schema.js';
import { chartDataSchemas } from './chart-schema.js';

/** A schema as a part of another one: only the outermost says of which draft it is. */
function part(schema: object): object {
  const { $schema: _, ...rest } = schema as { readonly $schema?: string };
  return rest;
}

const finding = (reviewSchema as { readonly properties: { readonly findings: { readonly items: object } } })
  .properties.findings.items;

const orNull = (schema: object): object => ({ oneOf: [{ type: 'null' }, part(schema)] });

/** JSON Schema of the result of `quorate report`. */
export const reportSchema: object = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'Result of quorate report',
  ...object({
    schema: { const: 'quorate.report/1' },
    version: text,
    seed,
    command: { type: 'string', description: 'The command line that makes it again.' },
    estimate: part(estimateSchema),
    explain: orNull(explainSchema),
    losses: orNull(whatIfSchema),
    review: orNull(object({ findings: list(finding), suppressed: { type: 'integer', minimum: 0 } })),
    charts: {
      type: 'array',
      description: 'What each chart is drawn from, by the name that --chart knows it by.',
      items: {
        oneOf: Object.entries(chartDataSchemas).map(([name, data]) =>
          object({ name: { const: name }, data }),
        ),
      },
    },
    missing: list(object({ name: text, why: text }), 'Charts that the page would have, and why it does not.'),
  }),
};
