import type { Feature, Geometry, LineString, Position } from "geojson";
import type { StyleSpecification } from "maplibre-gl";

/** What a person drew beside a report. */
export interface SketchMark {
  readonly kind: "point" | "line" | "area" | "arrow" | "text";
  readonly text?: string | undefined;
  readonly geometry: Geometry;
}

export interface ReportPoint {
  readonly id: string;
  readonly number: number;
  readonly isOpen: boolean;
  readonly lon: number;
  readonly lat: number;
}

export interface MarkLook {
  readonly colour: string;
  readonly ground: string;
  readonly ink: string;
  readonly font: string;
}

export const REPORT_LAYER = "reports/points";
export const REPORT_CLUSTER_LAYER = "reports/clusters";
const SKETCH = "reports/sketch";

/** Adds a sketch on top of a style: areas, lines, arrows with their heads, points, words. */
export function withSketch(style: StyleSpecification, marks: readonly SketchMark[], look: MarkLook): StyleSpecification {
  if (marks.length === 0) return style;
  const features = marks.flatMap(({ kind, text, geometry }): Feature[] => {
    const whole: Feature = { type: "Feature", properties: { kind, text: text ?? "" }, geometry };
    if (kind !== "arrow" || geometry.type !== "LineString") return [whole];
    return [
      whole,
      ...headOf(geometry).map((head): Feature => ({ type: "Feature", properties: { kind: "line", text: "" }, geometry: head })),
    ];
  });
  const source = SKETCH;
  return {
    ...style,
    sources: { ...style.sources, [SKETCH]: { type: "geojson", data: { type: "FeatureCollection", features } } },
    layers: [
      ...style.layers,
      {
        id: `${SKETCH}/area`,
        type: "fill",
        source,
        filter: ["==", ["geometry-type"], "Polygon"],
        paint: { "fill-color": look.colour, "fill-opacity": 0.2 },
      },
      {
        id: `${SKETCH}/casing`,
        type: "line",
        source,
        filter: ["!=", ["geometry-type"], "Point"],
        layout: { "line-cap": "round", "line-join": "round" },
        paint: { "line-color": look.ground, "line-width": 6, "line-opacity": 0.8 },
      },
      {
        id: `${SKETCH}/line`,
        type: "line",
        source,
        filter: ["!=", ["geometry-type"], "Point"],
        layout: { "line-cap": "round", "line-join": "round" },
        paint: { "line-color": look.colour, "line-width": 3 },
      },
      {
        id: `${SKETCH}/point`,
        type: "circle",
        source,
        filter: ["==", ["get", "kind"], "point"],
        paint: { "circle-radius": 7, "circle-color": look.colour, "circle-stroke-color": look.ground, "circle-stroke-width": 2 },
      },
      {
        id: `${SKETCH}/text`,
        type: "symbol",
        source,
        filter: ["==", ["get", "kind"], "text"],
        layout: {
          "text-field": ["get", "text"],
          "text-font": [look.font],
          "text-size": 15,
          "text-max-width": 12,
          "text-allow-overlap": true,
        },
        paint: { "text-color": look.ink, "text-halo-color": look.ground, "text-halo-width": 2.5 },
      },
    ],
  };
}

/** Adds reports as points on top of a style: open ones filled, the others hollow, clusters as their number. */
export function withReports(style: StyleSpecification, points: readonly ReportPoint[], look: MarkLook): StyleSpecification {
  if (points.length === 0) return style;
  const features = points.map(
    ({ id, number, isOpen, lon, lat }): Feature => ({
      type: "Feature",
      properties: { id, number, isOpen },
      geometry: { type: "Point", coordinates: [lon, lat] },
    }),
  );
  const source = REPORT_LAYER;
  return {
    ...style,
    sources: {
      ...style.sources,
      [REPORT_LAYER]: {
        type: "geojson",
        data: { type: "FeatureCollection", features },
        cluster: true,
        clusterRadius: 36,
        clusterMaxZoom: 15,
      },
    },
    layers: [
      ...style.layers,
      {
        id: REPORT_CLUSTER_LAYER,
        type: "circle",
        source,
        filter: ["has", "point_count"],
        paint: {
          "circle-radius": ["step", ["get", "point_count"], 14, 10, 18, 100, 23],
          "circle-color": look.colour,
          "circle-stroke-color": look.ground,
          "circle-stroke-width": 3,
        },
      },
      {
        id: `${REPORT_CLUSTER_LAYER}/count`,
        type: "symbol",
        source,
        filter: ["has", "point_count"],
        layout: {
          "text-field": ["get", "point_count_abbreviated"],
          "text-font": [look.font],
          "text-size": 13,
          "text-allow-overlap": true,
        },
        paint: { "text-color": look.ground },
      },
      {
        id: REPORT_LAYER,
        type: "circle",
        source,
        filter: ["!", ["has", "point_count"]],
        paint: {
          "circle-radius": 8,
          "circle-color": ["case", ["get", "isOpen"], look.colour, look.ground],
          "circle-stroke-color": ["case", ["get", "isOpen"], look.ground, look.colour],
          "circle-stroke-width": 3,
        },
      },
    ],
  };
}

/** The two short lines of an arrow's head, at the end of its line: a fifth of its last segment, in degrees. */
function headOf({ coordinates }: LineString): LineString[] {
  const [from, to] = coordinates.slice(-2);
  if (!from || !to) return [];
  const [x = 0, y = 0] = to;
  // Mercator stretches latitude; correct it so that the head keeps its angle on the screen.
  const stretch = 1 / Math.max(0.05, Math.cos((y * Math.PI) / 180));
  const [dx, dy] = [x - (from[0] ?? 0), (y - (from[1] ?? 0)) * stretch];
  const length = Math.hypot(dx, dy) / 4;
  const angle = Math.atan2(dy, dx);
  return [-1, 1].map((side): LineString => {
    const turned = angle + Math.PI + (side * Math.PI) / 6;
    const end: Position = [x + length * Math.cos(turned), y + (length * Math.sin(turned)) / stretch];
    return { type: "LineString", coordinates: [to, end] };
  });
}
