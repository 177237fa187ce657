import { type Bbox, growBbox } from "@archipel/geo/bbox.ts";
import { geometryBbox } from "@archipel/geo/geojson.ts";
import { readWkb } from "@archipel/geo/wkb.ts";
import { type JtsGeometry, toJts } from "../geometry/jts.ts";
import type { NotedShape } from "../store/row-store.ts";

/** A noted geometry, decoded for JSTS. */
export interface ReadyShape {
  shape: NotedShape;
  jts: JtsGeometry;
  box: Bbox;
}

const KEPT = 256;

/** Decodes noted geometries and caches the last ones, because neighbours are needed repeatedly. */
export class ShapeCache {
  readonly #kept = new Map<number, ReadyShape>();

  read(shape: NotedShape): ReadyShape {
    const known = this.#kept.get(shape.id);
    if (known) return known;
    const { geometry } = readWkb(shape.wkb);
    const box = geometryBbox(geometry) ?? [0, 0, 0, 0];
    const ready = { shape, jts: toJts(geometry), box: growBbox(box, 0) };
    const [oldest] = this.#kept.keys();
    if (this.#kept.size >= KEPT && oldest !== undefined) this.#kept.delete(oldest);
    this.#kept.set(shape.id, ready);
    return ready;
  }
}
