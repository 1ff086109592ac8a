import { expect, it } from 'vitest';
import { FieldCase } from '../../field/case.js';

it('figures after a loss are the same in estimate and what-if, also where they are drawn', () => {
  const field = new FieldCase('galera-three-continents');
  expect(field.estimate.method).toBe('sampled');
  const lost = field.topology.deployment.replicas.at(-1)!.id;
  const loss = field.loss(lost);
  const { after, loss: told } = field.whatIf({ fail: [lost] });
  expect(told?.clients).toEqual(loss.clients);
  const served = loss.clients.filter(({ down }) => !down);
  expect(served.length).toBeGreaterThan(0);
  expect(after?.clients.map(({ write }) => [write.p50, write.p99])).toEqual(
    served.map(({ write }) => [write.p50, write.p99]),
  );
});
