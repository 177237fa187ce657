import type { Point } from "./grid.ts";

/** More rows of buckets than any territory has, on both sides of zero. */
const MOST_ROWS = 2 ** 26;

/** Points in square buckets, to find nearby ones without a full scan. */
export class PointIndex<Item> {
  readonly #bucketMetres: number;
  readonly #buckets = new Map<number, { point: Point; item: Item }[]>();

  constructor(bucketMetres: number) {
    this.#bucketMetres = bucketMetres;
  }

  add(point: Point, item: Item): void {
    const key = this.#key(Math.floor(point[0] / this.#bucketMetres), Math.floor(point[1] / this.#bucketMetres));
    const bucket = this.#buckets.get(key);
    if (bucket) bucket.push({ point, item });
    else this.#buckets.set(key, [{ point, item }]);
  }

  *near([east, north]: Point, reachMetres: number): Generator<{ point: Point; item: Item; metres: number }> {
    const low = [Math.floor((east - reachMetres) / this.#bucketMetres), Math.floor((north - reachMetres) / this.#bucketMetres)] as const;
    const high = [Math.floor((east + reachMetres) / this.#bucketMetres), Math.floor((north + reachMetres) / this.#bucketMetres)] as const;
    for (let column = low[0]; column <= high[0]; column++) {
      for (let row = low[1]; row <= high[1]; row++) {
        for (const entry of this.#buckets.get(this.#key(column, row)) ?? []) {
          const { point, item } = entry;
          const [dx, dy] = [point[0] - east, point[1] - north];
          if (Math.abs(dx) > reachMetres || Math.abs(dy) > reachMetres) continue;
          const metres = Math.hypot(dx, dy);
          if (metres <= reachMetres) yield { point, item, metres };
        }
      }
    }
  }

  #key(column: number, row: number): number {
    return column * MOST_ROWS + row;
  }
}
