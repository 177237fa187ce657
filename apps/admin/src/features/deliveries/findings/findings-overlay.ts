import type { CheckFinding } from "@archipel/contracts/checks.ts";
import type { Bbox } from "@archipel/contracts/place.ts";
import { boundsOf, type Shape } from "@archipel/map/conflict/geometry-diff.ts";
import type { Overlay } from "@archipel/map/layers/overlay.ts";
import type { Mode } from "@archipel/theme/tokens.ts";
import { consoleDiffColours } from "../../../kit/maps/console-basemap.ts";

/** Layers whose features can be picked. */
export const PICKABLE = ["listed"] as const;

/** A point for each listed finding, the extent of the chosen one's feature, and the exact place of its fault. */
export function findingsOverlay(findings: readonly CheckFinding[], current: CheckFinding | null, mode: Mode): Overlay {
  const colours = consoleDiffColours(mode);
  const polygons = ["in", ["geometry-type"], ["literal", ["Polygon", "MultiPolygon"]]] as const;
  return {
    key: JSON.stringify([findings.map(({ sequence }) => sequence), current?.sequence ?? null, mode]),
    sources: {
      listed: { type: "geojson", data: collection(findings.flatMap(pointOf)) as never },
      box: { type: "geojson", data: collection(current?.bbox ? [feature(boxOf(current.bbox))] : []) as never },
      spot: { type: "geojson", data: collection(current?.place ? [feature(current.place)] : []) as never },
    },
    layers: [
      { id: "box", type: "line", source: "box", paint: { "line-color": colours.current, "line-width": 2.5, "line-dasharray": [3, 1.5] } },
      {
        id: "spot-fill",
        type: "fill",
        source: "spot",
        filter: polygons as never,
        paint: { "fill-color": colours.before, "fill-opacity": 0.3 },
      },
      {
        id: "spot-line",
        type: "line",
        source: "spot",
        filter: ["!", ["in", ["geometry-type"], ["literal", ["Point", "MultiPoint"]]]] as never,
        paint: { "line-color": colours.before, "line-width": 2.5 },
      },
      {
        id: "listed",
        type: "circle",
        source: "listed",
        paint: { "circle-radius": 5, "circle-color": colours.before, "circle-stroke-color": colours.halo, "circle-stroke-width": 1.5 },
      },
      {
        id: "spot-point",
        type: "circle",
        source: "spot",
        filter: ["in", ["geometry-type"], ["literal", ["Point", "MultiPoint"]]] as never,
        paint: { "circle-radius": 9, "circle-color": colours.before, "circle-stroke-color": colours.halo, "circle-stroke-width": 3 },
      },
    ],
  };
}

/** The box that the map shows: the chosen finding with a margin, else all findings. */
export function findingsBounds(findings: readonly CheckFinding[], current: CheckFinding | null): Bbox | null {
  if (current?.bbox) return widened(current.bbox);
  if (current?.place) return boundsOf([current.place]);
  return boundsOf(findings.flatMap(({ bbox }): Shape[] => (bbox ? [boxOf(bbox)] : [])));
}

type Box = NonNullable<CheckFinding["bbox"]>;

function widened([west, south, east, north]: Box): Bbox {
  const [dx, dy] = [Math.max((east - west) / 2, 0.0005), Math.max((north - south) / 2, 0.0005)];
  return [west - dx, south - dy, east + dx, north + dy];
}

function boxOf([west, south, east, north]: Box) {
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: "Polygon", coordinates: [ring] };
}

/** The finding's place when it is a point, else the centre of its feature. */
function pointOf({ sequence, bbox, place }: CheckFinding) {
  const id = String(sequence);
  if (place?.type === "Point") return [feature(place, { id })];
  if (!bbox) return [];
  return [feature({ type: "Point", coordinates: [(bbox[0] + bbox[2]) / 2, (bbox[1] + bbox[3]) / 2] }, { id })];
}

function feature(geometry: object, properties: Readonly<Record<string, string>> = {}) {
  return { type: "Feature", properties, geometry };
}

function collection(features: readonly object[]) {
  return { type: "FeatureCollection", features };
}
