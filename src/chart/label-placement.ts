/** A rectangle, px; x to the right, y downwards. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Something to be named, and where its name may stand, the best first. */
export interface Wish {
  readonly candidates: readonly Box[];
}

/** The area that two boxes share, px². */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return width > 0 && height > 0 ? width * height : 0;
}

/**
 * Finds a place for each label, first come first served: the first of its candidates that lies within the page and
 * meets neither another label nor an obstacle; where there is none, the one that covers least, other labels counting
 * a hundred times and what leaves the page a thousand times as much as obstacles.
 *
 * @returns the place of each wish, in order; undefined for a wish without candidates
 */
export function placed(wishes: readonly Wish[], obstacles: readonly Box[], page: Box): (Box | undefined)[] {
  const taken: Box[] = [];
  return wishes.map(({ candidates }) => {
    let best: Box | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const [rank, box] of candidates.entries()) {
      const outside = box.width * box.height - overlap(box, page);
      let cost = 1e3 * Math.max(0, outside - 1e-6) + 1e-6 * rank;
      for (const other of taken) cost += 100 * overlap(box, other);
      for (const obstacle of obstacles) cost += overlap(box, obstacle);
      if (cost < least) {
        least = cost;
        best = box;
      }
    }
    if (best !== undefined) taken.push(best);
    return best;
  });
}

/** A line through points as small boxes along it, to be kept free of labels. */
export function boxesAlong(points: readonly (readonly [number, number])[], thickness: number): Box[] {
  const boxes: Box[] = [];
  for (let i = 1; i < points.length; i++) {
    const [x0, y0] = points[i - 1];
    const [x1, y1] = points[i];
    const pieces = Math.max(1, Math.ceil(Math.hypot(x1 - x0, y1 - y0) / Math.max(2, thickness)));
    for (let k = 0; k <= pieces; k++) {
      const x = x0 + ((x1 - x0) * k) / pieces;
      const y = y0 + ((y1 - y0) * k) / pieces;
      boxes.push({ x: x - thickness / 2, y: y - thickness / 2, width: thickness, height: thickness });
    }
  }
  return boxes;
}

/** Boxes of one size around a point, at a distance: to the right, left, above, below, and at the corners. */
export function around([x, y]: readonly [number, number], width: number, height: number, gap: number): Box[] {
  const box = (left: number, top: number): Box => ({ x: left, y: top, width, height });
  const right = x + gap;
  const left = x - gap - width;
  const above = y - gap - height;
  const below = y + gap;
  return [
    box(right, y - height / 2),
    box(left, y - height / 2),
    box(right, above),
    box(right, below),
    box(left, above),
    box(left, below),
    box(x - width / 2, above),
    box(x - width / 2, below),
  ];
}

/** Moves spans of a given height apart so that none overlap, as little as a sweep can, within [low, high]. */
export function spread(centres: readonly number[], height: number, low: number, high: number): number[] {
  const order = centres.map((_, index) => index).sort((a, b) => centres[a] - centres[b] || a - b);
  const found = [...centres];
  let floor = low + height / 2;
  for (const index of order) {
    found[index] = Math.max(found[index], floor);
    floor = found[index] + height;
  }
  let ceiling = high - height / 2;
  for (const index of order.reverse()) {
    found[index] = Math.min(found[index], ceiling);
    ceiling = found[index] - height;
  }
  return found;
}
