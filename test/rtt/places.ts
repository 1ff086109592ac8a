import { readFileSync } from 'node:fs';
import { type Coordinates, readCoordinates } from '../../src/rtt/coordinates.js';

/** The bundled coordinates. */
export const places: Coordinates = readCoordinates(
  readFileSync(new URL('../../rtt-data/regions.json', import.meta.url), 'utf8'),
);

export function fixture(name: string): string {
  return readFileSync(new URL(`./fixtures/${name}`, import.meta.url), 'utf8');
}
