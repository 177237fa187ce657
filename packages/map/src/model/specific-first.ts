import { type Geometry, geometryBbox, isGeometry } from "@archipel/geo/geojson.ts";

const dimensions: Record<Geometry["type"], number> = {
  Point: 0,
  MultiPoint: 0,
  LineString: 1,
  MultiLineString: 1,
  Polygon: 2,
  MultiPolygon: 2,
  GeometryCollection: 2,
};

/**
 * Sorts clicked features, the most specific first: points before lines before areas, a small area before the one around it. A person who
 * clicks a zone means the zone, even if the commune's outline is drawn above it.
 *
 * @param hits in drawing order, topmost first, which decides between equals
 */
export function specificFirst<T extends { geometry: object }>(hits: readonly T[]): T[] {
  const sized = hits.map((hit) => ({ hit, ...extentOf(hit.geometry) }));
  return sized.sort((a, b) => a.dimension - b.dimension || (a.dimension === 2 ? a.area - b.area : 0)).map(({ hit }) => hit);
}

/** The dimension of a feature and the area of its bounding box, which decide which of two features is more specific. */
function extentOf(geometry: unknown): { dimension: number; area: number } {
  if (!isGeometry(geometry)) return { dimension: 2, area: Number.POSITIVE_INFINITY };
  const box = geometryBbox(geometry);
  return { dimension: dimensions[geometry.type], area: box ? (box[2] - box[0]) * (box[3] - box[1]) : 0 };
}
