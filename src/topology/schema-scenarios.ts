import { CHECKED_IN_CODE, list, mapping, type Schema, text } from './schema-forms.js';

const one = (title: string, description: string, example: string): Schema => ({
  ...list({ title, description, examples: [[example]] }, { type: 'string', minLength: 1 }),
  $comment: CHECKED_IN_CODE,
});

export const scenariosSchema: Schema = {
  title: 'Scenarios',
  description:
    'What-if questions by name, for `quorate what-if FILE --scenario NAME`; the keys are the options.',
  type: 'object',
  examples: [{ 'lose-virginia': { fail: ['region:us-east-1'] } }],
  additionalProperties: mapping(
    { title: 'Scenario', description: 'Changes that are made together.' },
    {
      description: { title: 'Description', description: 'A sentence for people.', type: 'string' },
      fail: one(
        'Fail',
        'What is lost: region:…, zone:…, rack:…, shared:…, a replica, or link:a~b.',
        'region:us-east-1',
      ),
      cut: one('Cut', 'What is cut off from all else while it goes on: as in fail.', 'region:us-east-1'),
      pause: one(
        'Pause',
        'Replicas that are paused, permanently or for a time: as in fail but for links, WHAT or WHAT=3s.',
        'va1=3s',
      ),
      slow: one('Slow', 'Disks that are slower: of a replica, of a kind, or all (disk:*).', 'disk:va1=10x'),
      degrade: one(
        'Degrade',
        'Round trips that are longer, between replicas, clients or regions: +40ms or 3x.',
        'rtt:us-east-1~eu-west-1=+40ms',
      ),
      add: one('Add', 'Replicas that are added, as ID@PLACE or ID@PLACE:DISK.', 'sp1@sa-east-1:nvme'),
      remove: one('Remove', 'Replicas that are removed, by id.', 'de1'),
      set: one('Set', 'Parts of the file that are replaced: PATH=VALUE.', 'clients.web-us.rate=800/s'),
      leader: text({ title: 'Leader', description: 'Another leader.', examples: ['or1'] }),
      protocol: text({ title: 'Protocol', description: 'Another protocol.', examples: ['mencius'] }),
      quorum: {
        $comment: CHECKED_IN_CODE,
        title: 'Quorum',
        description: 'Other quorums.',
        allOf: [{ $ref: '#/definitions/quorum' }],
      },
    },
  ),
};
