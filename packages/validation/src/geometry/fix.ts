import type { Geometry, Position } from "@archipel/geo/geojson.ts";
import InteriorPointArea from "jsts/org/locationtech/jts/algorithm/InteriorPointArea.js";
import Polygonizer from "jsts/org/locationtech/jts/operation/polygonize/Polygonizer.js";
import { bufferOf, differenceOf, fromJts, type JtsGeometry, toJts, unionOf } from "./jts.ts";

/**
 * Builds an area from rings that cross themselves: the lines are cut where they meet, and faces are kept by the even-odd rule. Both lobes of a
 * bow tie stay, so the result is the area that a map shows.
 *
 * @param rings of one polygon, its shell first; holes are subtracted from it wherever they are
 * @returns null when no area remains
 */
function fixPolygon(rings: readonly Position[][]): JtsGeometry | null {
  const [shell, ...holes] = rings.map(fixRing);
  if (!shell) return null;
  const cut = holes.filter((hole) => hole !== null);
  const area = cut.length === 0 ? shell : differenceOf(shell, unionOf(cut));
  return area.isEmpty() ? null : area;
}

/** Makes one valid area of several polygons. */
export function fixAreas(polygons: readonly Position[][][]): Geometry | null {
  const fixed = polygons.map(fixPolygon).filter((area) => area !== null);
  if (fixed.length === 0) return null;
  const area = fixed.length === 1 && fixed[0] ? fixed[0] : unionOf(fixed);
  return area.getDimension() === 2 && !area.isEmpty() ? fromJts(onlyAreas(area)) : null;
}

function fixRing(ring: Position[]): JtsGeometry | null {
  const line = withoutRepeats(ring.filter(([x, y]) => Number.isFinite(x) && Number.isFinite(y)));
  const [first] = line;
  const last = line.at(-1);
  if (!first || !last) return null;
  if (first[0] !== last[0] || first[1] !== last[1]) line.push(first);
  if (line.length < 4) return null;
  // The union of a single line is the line cut at its self-intersections.
  const noded = unionOf([toJts({ type: "LineString", coordinates: line })]);
  const polygonizer = new Polygonizer();
  polygonizer.add(noded);
  const faces = polygonizer.getPolygons() as { toArray(): JtsGeometry[] };
  const kept = faces.toArray().filter((face) => isInside(face, line));
  if (kept.length === 0) return null;
  return unionOf(kept);
}

function withoutRepeats(line: readonly Position[]): Position[] {
  return line.filter(([x, y], index) => {
    const before = line[index - 1];
    return !before || before[0] !== x || before[1] !== y;
  });
}

/** Even-odd rule for a point inside the face. */
function isInside(face: JtsGeometry, ring: readonly Position[]): boolean {
  const { x, y } = InteriorPointArea.getInteriorPoint(face) as { x: number; y: number };
  let isIn = false;
  ring.forEach(([toX, toY], index) => {
    const [fromX, fromY] = ring[index - 1] ?? [toX, toY];
    if (fromY > y !== toY > y && x < ((toX - fromX) * (y - fromY)) / (toY - fromY) + fromX) isIn = !isIn;
  });
  return isIn;
}

/** Removes the lines and points that an overlay can leave where areas touch. */
function onlyAreas(geometry: JtsGeometry): JtsGeometry {
  return geometry.getGeometryType() === "GeometryCollection" ? bufferOf(geometry, 0) : geometry;
}
