import { type Geometry, geometryBbox } from "@archipel/geo/geojson.ts";

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
export function specificFirst<T extends { geometry: Geometry }>(hits: readonly T[]): T[] {
  const sized = hits.map((hit) => ({ hit, dimension: dimensions[hit.geometry.type], area: areaOf(hit.geometry) }));
  return sized.sort((a, b) => a.dimension - b.dimension || (a.dimension === 2 ? a.area - b.area : 0)).map(({ hit }) => hit);
}

/** Of the box around it: enough to tell what lies within what. */
function areaOf(geometry: Geometry): number {
  const box = geometryBbox(geometry);
  return box ? (box[2] - box[0]) * (box[3] - box[1]) : 0;
}
