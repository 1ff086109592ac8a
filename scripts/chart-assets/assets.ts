/** Steps of longitude and of latitude (degrees) to which the outline is rounded. */
const STEP = 0.1;

type Ring = readonly (readonly [number, number])[];

/** The part of TopoJSON that world-atlas's land-110m.json uses. */
interface Atlas {
  readonly transform: {
    readonly scale: readonly [number, number];
    readonly translate: readonly [number, number];
  };
  readonly arcs: readonly (readonly (readonly [number, number])[])[];
  readonly objects: {
    readonly land: { readonly geometries: readonly { readonly arcs: readonly number[][][] }[] };
  };
}

/** The outline of all land but Antarctica, as a TopoJSON topology of one object `land`, each ring one arc. */
export function landTopology(source: unknown): object {
  const atlas = source as Atlas;
  const arcs: number[][][] = [];
  const polygons: number[][][] = [];
  for (const shape of atlas.objects.land.geometries.flatMap((geometry) => geometry.arcs)) {
    const polygon = shape.map((ring) => ringOf(atlas, ring));
    if (polygon[0].some(([, lat]) => lat < -62)) continue;
    const rings: number[][] = [];
    for (const ring of polygon) {
      const arc = deltas(ring);
      if (arc.length < 4) continue;
      rings.push([arcs.length]);
      arcs.push(arc);
    }
    if (rings.length > 0) polygons.push(rings);
  }
  return {
    type: 'Topology',
    transform: { scale: [STEP, STEP], translate: [0, 0] },
    objects: { land: { type: 'MultiPolygon', arcs: polygons } },
    arcs,
  };
}

/** A ring in degrees, put together from its arcs; ~i stands for arc i backwards. */
function ringOf({ arcs, transform }: Atlas, indices: readonly number[]): Ring {
  return indices.flatMap((index) => {
    let [x, y] = [0, 0];
    const points = arcs[index < 0 ? ~index : index].map(([dx, dy]): readonly [number, number] => {
      x += dx;
      y += dy;
      return [
        x * transform.scale[0] + transform.translate[0],
        y * transform.scale[1] + transform.translate[1],
      ];
    });
    return index < 0 ? points.reverse() : points;
  });
}

/** A ring as TopoJSON wants it: the first point, then steps; steps of nothing left out. */
function deltas(ring: Ring): number[][] {
  const found: number[][] = [];
  let [x, y] = [0, 0];
  for (const [lon, lat] of ring) {
    const to = [Math.round(lon / STEP), Math.round(lat / STEP)];
    if (found.length === 0 || to[0] !== x || to[1] !== y) found.push([to[0] - x, to[1] - y]);
    [x, y] = to;
  }
  return found;
}

/** Letters whose widths are kept: Latin with its extensions A, Greek, Cyrillic, and the signs that charts use. */
const KEPT: readonly (readonly [number, number])[] = [
  [0x20, 0x7e],
  [0xa0, 0x17f],
  [0x384, 0x3ce],
  [0x400, 0x45f],
  [0x2010, 0x2026],
  [0x2030, 0x203a],
  [0x20ac, 0x20ac],
  [0x2190, 0x2193],
  [0x2212, 0x2212],
  [0x2248, 0x2248],
  [0x2264, 0x2265],
];

/** Letters by their advance width in units of the font, from a TrueType file's cmap (format 4) and hmtx tables. */
export function letterWidths(font: Uint8Array): Record<number, string> {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const tables = new Map<string, number>();
  for (let i = 0; i < view.getUint16(4); i++) {
    const at = 12 + 16 * i;
    tables.set(String.fromCharCode(...font.subarray(at, at + 4)), view.getUint32(at + 8));
  }
  const table = (name: string): number => {
    const at = tables.get(name);
    if (at === undefined) throw new Error(`the font has no table '${name}'`);
    return at;
  };
  if (view.getUint16(table('head') + 18) !== 2048) throw new Error('expected 2048 units to the em');
  const metrics = view.getUint16(table('hhea') + 34);
  const glyphOf = characterMap(view, table('cmap'));
  const byWidth: Record<number, string> = {};
  for (const [from, to] of KEPT) {
    for (let code = from; code <= to; code++) {
      const glyph = glyphOf(code);
      if (glyph === 0) continue;
      const width = view.getUint16(table('hmtx') + 4 * Math.min(glyph, metrics - 1));
      byWidth[width] = (byWidth[width] ?? '') + String.fromCharCode(code);
    }
  }
  return byWidth;
}

function characterMap(view: DataView, cmap: number): (code: number) => number {
  for (let i = 0; i < view.getUint16(cmap + 2); i++) {
    const at = cmap + view.getUint32(cmap + 4 + 8 * i + 4);
    if (view.getUint16(at) !== 4) continue;
    const segments = view.getUint16(at + 6) / 2;
    const ends = at + 14;
    const starts = ends + 2 * segments + 2;
    const shifts = starts + 2 * segments;
    const offsets = shifts + 2 * segments;
    return (code) => {
      for (let s = 0; s < segments; s++) {
        if (code > view.getUint16(ends + 2 * s)) continue;
        const start = view.getUint16(starts + 2 * s);
        if (code < start) return 0;
        const shift = view.getUint16(shifts + 2 * s);
        const offset = view.getUint16(offsets + 2 * s);
        if (offset === 0) return (code + shift) & 0xffff;
        const glyph = view.getUint16(offsets + 2 * s + offset + 2 * (code - start));
        return glyph === 0 ? 0 : (glyph + shift) & 0xffff;
      }
      return 0;
    };
  }
  throw new Error('the font has no cmap of format 4');
}
