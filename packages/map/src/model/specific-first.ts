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
 * What was clicked, the most specific first: points before lines before areas, a small area before the one around it. A person who
 * clicks a zone means the zone, though the commune's outline is drawn above it.
 *
 * @param hits in the order in which they are drawn, topmost first: it decides between equals
 */
export function specificFirst<T extends { geometry: object }>(hits: readonly T[]): T[] {
  const sized = hits.map((hit) => ({ hit, ...extentOf(hit.geometry) }));
  return sized.sort((a, b) => a.dimension - b.dimension || (a.dimension === 2 ? a.area - b.area : 0)).map(({ hit }) => hit);
}

/** The dimension of a feature and the area of its box: enough to tell which of two lies within the other. */
function extentOf(geometry: unknown): { dimension: number; area: number } {
  if (!isGeometry(geometry)) return { dimension: 2, area: Number.POSITIVE_INFINITY };
  const box = geometryBbox(geometry);
  return { dimension: dimensions[geometry.type], area: box ? (box[2] - box[0]) * (box[3] - box[1]) : 0 };
}
