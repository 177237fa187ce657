import type { Overlay } from "@archipel/map/layers/overlay.ts";
import type { Mode } from "@archipel/theme/tokens.ts";
import type { Geometry } from "geojson";
import { consoleLayerPalette } from "./console-basemap.ts";

/** Areas over the console's basemap: filled lightly, so that the places under them stay readable. Points are dots. */
export function areasOverlay(areas: readonly Geometry[], mode: Mode): Overlay {
  const { accent } = consoleLayerPalette(mode);
  const features = areas.map((geometry) => ({ type: "Feature" as const, properties: {}, geometry }));
  return {
    key: JSON.stringify([areas, mode]),
    sources: { territory: { type: "geojson", data: { type: "FeatureCollection", features } } },
    layers: [
      { id: "territory-fill", type: "fill", source: "territory", paint: { "fill-color": accent, "fill-opacity": 0.18 } },
      { id: "territory-line", type: "line", source: "territory", paint: { "line-color": accent, "line-width": 2.5 } },
      {
        id: "territory-point",
        type: "circle",
        source: "territory",
        filter: ["==", ["geometry-type"], "Point"],
        paint: { "circle-color": accent, "circle-radius": 5, "circle-stroke-color": "#ffffff", "circle-stroke-width": 1.5 },
      },
    ],
  };
}

/** The polygons of an area, each as a geometry that is edited alone. */
export function polygonsOf(area: Readonly<Record<string, unknown>>): Geometry[] {
  if (!Array.isArray(area.coordinates)) return [];
  const polygons: unknown[] = area.type === "MultiPolygon" ? area.coordinates : area.type === "Polygon" ? [area.coordinates] : [];
  return polygons.flatMap((coordinates): Geometry[] => (isRings(coordinates) ? [{ type: "Polygon", coordinates }] : []));
}

function isRings(value: unknown): value is [number, number][][] {
  return Array.isArray(value) && value.every((ring) => Array.isArray(ring) && ring.every((at) => Array.isArray(at) && at.length >= 2));
}

/** Joins polygons into one area. */
export function areaOf(polygons: readonly Geometry[]) {
  return { type: "MultiPolygon" as const, coordinates: polygons.flatMap((one) => (one.type === "Polygon" ? [one.coordinates] : [])) };
}
