import { describe, expect, test } from 'vitest';
import { constant } from '../../src/distribution/points.js';
import { Contacts } from '../../src/simulation/contacts.js';
import { Silence } from '../../src/simulation/silence.js';
import { smallDeployment } from './small-deployment.js';

describe('whom a client asks', () => {
  const far: Record<string, number> = { x: 40, y: 10, z: 20 };
  const deployment = smallDeployment({
    replicas: ['x', 'y', 'z'],
    clients: ['home'],
    oneWay: (from, to) => constant(far[from] ?? far[to]),
  });

  test('is whom the rule names, and where that one is silent, the nearest that is not', () => {
    const contacts = new Contacts(deployment, () => 'a', 0);
    expect([0b000, 0b001, 0b011, 0b010].map((silent) => contacts.of(0, false, 0, silent))).toEqual([
      0, 1, 2, 0,
    ]);
    expect(contacts.of(0, false, 0, 0b111)).toBe(-1);
  });

  test('hangs on who leads, for those that ask the leader', () => {
    const contacts = new Contacts(deployment, (_, __, { leader }) => leader, 0);
    expect([0, 2].map((leader) => contacts.of(0, false, leader, 0b001))).toEqual([1, 2]);
    expect(contacts.of(0, false, -1, 0)).toBe(-1);
  });

  test('an id that names no replica is refused before anything is sent', () => {
    expect(() => new Contacts(deployment, () => 'q', 0)).toThrow(
      new RangeError("the entry of 'client-0' is to be 'q', which is no replica"),
    );
  });
});

describe('one that did not answer', () => {
  test('is asked again once it can be reached, not before the request timeout has passed once more', () => {
    const silence = new Silence(100);
    silence.add(1, 1000);
    silence.review(1099, () => true);
    expect(silence.replicas).toBe(0b010);
    silence.review(1100, () => false);
    expect(silence.replicas).toBe(0b010);
    silence.review(1101, () => true);
    expect(silence.replicas).toBe(0);
  });

  test('is left alone for twice as long if it was silent again, until it has answered', () => {
    const silence = new Silence(100);
    silence.add(1, 0);
    silence.review(100, () => true);
    silence.add(1, 100);
    silence.review(299, () => true);
    expect(silence.replicas).toBe(0b010);
    silence.review(300, () => true);
    expect(silence.replicas).toBe(0);
    silence.answered(1);
    silence.add(1, 400);
    silence.review(500, () => true);
    expect(silence.replicas).toBe(0);
  });
});
