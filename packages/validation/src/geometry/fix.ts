import type { Geometry, Position } from "@archipel/geo/geojson.ts";
import InteriorPointArea from "jsts/org/locationtech/jts/algorithm/InteriorPointArea.js";
import Polygonizer from "jsts/org/locationtech/jts/operation/polygonize/Polygonizer.js";
import { bufferOf, differenceOf, fromJts, type JtsGeometry, toJts, unionOf } from "./jts.ts";

/**
 * Areas from rings that cross themselves: the lines are cut where they meet, and what lies inside an odd number of times is kept. So both
 * lobes of a bow tie stay, and the area is that which the eye sees.
 *
 * @param rings of one polygon, its shell first; holes are taken out of it wherever they lie
 * @returns null when nothing of it is an area
 */
function fixPolygon(rings: readonly Position[][]): JtsGeometry | null {
  const [shell, ...holes] = rings.map(fixRing);
  if (!shell) return null;
  const cut = holes.filter((hole) => hole !== null);
  const area = cut.length === 0 ? shell : differenceOf(shell, unionOf(cut));
  return area.isEmpty() ? null : area;
}

/** Several polygons as one valid area. */
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
  // A union of one line is that line cut where it crosses itself.
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

/** An overlay may leave lines and points where areas touch: they have no area, and go. */
function onlyAreas(geometry: JtsGeometry): JtsGeometry {
  return geometry.getGeometryType() === "GeometryCollection" ? bufferOf(geometry, 0) : geometry;
}
