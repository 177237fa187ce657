import type { Bbox } from "@archipel/contracts/place.ts";
import { openStatuses } from "@archipel/contracts/report-statuses.ts";
import type { ReportStatus, Sketch } from "@archipel/contracts/reports.ts";
import { boundsOf, type Shape } from "@archipel/map/conflict/geometry-diff.ts";
import type { Overlay } from "@archipel/map/layers/overlay.ts";
import type { Mode } from "@archipel/theme/tokens.ts";
import type { LayerSpecification, SourceSpecification } from "maplibre-gl";
import { consoleDiffColours } from "../../kit/maps/console-basemap.ts";
import { bufferDegrees } from "./place-box.ts";

export interface PlacedReport {
  readonly id: string;
  readonly number: number;
  readonly status: ReportStatus;
  readonly place: { readonly lon: number; readonly lat: number };
}

/** Layers of reports that can be clicked. */
export const PICKABLE = ["others", "queue"] as const;

interface Shown {
  readonly place: PlacedReport["place"];
  readonly sketch: Sketch | null;
  readonly feature: Shape;
  readonly others: readonly PlacedReport[];
}

/** One report: its place, its sketch, its feature, and other reports near it. */
export function reportOverlay({ place, sketch, feature, others }: Shown, mode: Mode): Overlay {
  const colours = consoleDiffColours(mode);
  const sources: Record<string, SourceSpecification> = {
    place: { type: "geojson", data: pointOf(place) as never },
    others: { type: "geojson", data: collection(others) as never },
    ...(sketch && { sketch: { type: "geojson", data: sketch as never } }),
    ...(feature && { feature: { type: "geojson", data: { type: "Feature", properties: {}, geometry: feature as never } } }),
  };
  const layers: LayerSpecification[] = [
    ...(feature ? shapeLayers("feature", colours.current, { "line-dasharray": [3, 1.5] }) : []),
    ...(sketch ? shapeLayers("sketch", colours.after, {}) : []),
    ...(sketch
      ? [
          {
            id: "sketch-text",
            type: "symbol" as const,
            source: "sketch",
            filter: ["==", ["get", "kind"], "text"] as never,
            layout: { "text-field": ["get", "text"] as never, "text-offset": [0, 1.2] as [number, number], "text-size": 13 },
            paint: { "text-color": colours.after, "text-halo-color": colours.halo, "text-halo-width": 2 },
          },
        ]
      : []),
    {
      id: "others",
      type: "circle",
      source: "others",
      paint: {
        "circle-radius": 6,
        "circle-color": colours.halo,
        "circle-stroke-color": colours.current,
        "circle-stroke-width": 2.5,
      },
    },
    {
      id: "place",
      type: "circle",
      source: "place",
      paint: { "circle-radius": 9, "circle-color": colours.before, "circle-stroke-color": colours.halo, "circle-stroke-width": 3 },
    },
  ];
  return { key: JSON.stringify([place, sketch, feature, others.map(({ id }) => id), mode]), sources, layers };
}

/** The box that the map of a report shows: its place with a margin, its sketch and its feature. */
export function reportBounds({ place, sketch, feature }: Omit<Shown, "others">): Bbox {
  const around = bufferDegrees(place, 120);
  const drawn = sketch?.features.map(({ geometry }): Shape => geometry) ?? [];
  return boundsOf([around, feature, ...drawn]) ?? [place.lon, place.lat, place.lon, place.lat];
}

/** All loaded reports of the queue; the current one is highlighted. */
export function queueOverlay(reports: readonly PlacedReport[], currentId: string | null, mode: Mode): Overlay {
  const colours = consoleDiffColours(mode);
  return {
    key: JSON.stringify([reports.map(({ id, status }) => [id, status]), currentId, mode]),
    sources: { queue: { type: "geojson", data: collection(reports) as never } },
    layers: [
      {
        id: "queue",
        type: "circle",
        source: "queue",
        paint: {
          "circle-radius": ["case", ["==", ["get", "id"], currentId ?? ""], 11, 7] as never,
          "circle-color": ["case", ["get", "isOpen"], colours.before, colours.after] as never,
          "circle-stroke-color": colours.halo,
          "circle-stroke-width": ["case", ["==", ["get", "id"], currentId ?? ""], 4, 2] as never,
        },
      },
    ],
  };
}

export function queueBounds(reports: readonly PlacedReport[]): Bbox | null {
  return boundsOf(reports.map(({ place }): Shape => ({ type: "Point", coordinates: [place.lon, place.lat] })));
}

function pointOf({ lon, lat }: PlacedReport["place"], properties: Readonly<Record<string, unknown>> = {}) {
  return { type: "Feature", properties, geometry: { type: "Point", coordinates: [lon, lat] } };
}

function collection(reports: readonly PlacedReport[]) {
  return {
    type: "FeatureCollection",
    features: reports.map(({ id, number, status, place }) => pointOf(place, { id, number, isOpen: openStatuses.includes(status) })),
  };
}

function shapeLayers(source: string, colour: string, dash: { readonly "line-dasharray"?: number[] }): LayerSpecification[] {
  return [
    {
      id: `${source}-fill`,
      type: "fill",
      source,
      filter: ["in", ["geometry-type"], ["literal", ["Polygon", "MultiPolygon"]]],
      paint: { "fill-color": colour, "fill-opacity": 0.12 },
    },
    {
      id: `${source}-line`,
      type: "line",
      source,
      filter: ["!", ["in", ["geometry-type"], ["literal", ["Point", "MultiPoint"]]]],
      paint: { "line-color": colour, "line-width": 3, ...dash },
    },
    {
      id: `${source}-point`,
      type: "circle",
      source,
      filter: ["in", ["geometry-type"], ["literal", ["Point", "MultiPoint"]]],
      paint: { "circle-color": colour, "circle-radius": 5 },
    },
  ];
}
