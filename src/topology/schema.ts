import { failuresSchema, maintenanceSchema, objectivesSchema, timeoutsSchema } from './schema-failures.js';
import { mapping, type Schema, text } from './schema-forms.js';
import { clientsSchema, replicasSchema } from './schema-members.js';
import { disksSchema, networkSchema } from './schema-network.js';
import { protocolSchema, quorumDefinition } from './schema-protocol.js';
import { randomDurationDefinition } from './schema-random.js';
import { scenariosSchema } from './schema-scenarios.js';
import { shardsSchema } from './schema-shards.js';
import { workloadSchema } from './schema-workload.js';

/**
 * The topology file as a JSON Schema (draft-07), for editors and for the generated validator. Editors use all of
 * it; the validator only its structure (keys, types, words), since code of this room reads the values and has
 * better words for what is wrong with them.
 */
export const topologySchema: Schema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  ...mapping(
    {
      title: 'quorate topology',
      description:
        'A geo-distributed deployment of a replicated system: places, replicas, clients, protocol, goals.',
    },
    {
      version: { title: 'Version', description: 'Version of this format.', const: 1, examples: [1] },
      name: text({
        title: 'Name',
        description: 'What the deployment is called in results; without it, the name of the file.',
        examples: ['payments-ledger'],
      }),
      description: { title: 'Description', description: 'A sentence or two for people.', type: 'string' },
      network: networkSchema,
      disks: disksSchema,
      replicas: replicasSchema,
      clients: clientsSchema,
      workload: workloadSchema,
      shards: shardsSchema,
      protocol: protocolSchema,
      failures: failuresSchema,
      maintenance: maintenanceSchema,
      timeouts: timeoutsSchema,
      objectives: objectivesSchema,
      scenarios: scenariosSchema,
    },
    ['version', 'network', 'replicas', 'protocol'],
  ),
  definitions: {
    randomDuration: randomDurationDefinition,
    quorum: quorumDefinition,
  },
};
