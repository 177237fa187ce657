"use client";
import type { Overlay } from "@archipel/map/layers/overlay.ts";
import type { LayerSpecification } from "maplibre-gl";
import { useMemo } from "react";
import { MapFrame } from "../../../kit/maps/map-frame.tsx";
import { boundsOf, EMPTY, isGeoJson } from "./sample-bounds.ts";

interface PreviewMapProps {
  readonly label: string;
  readonly geojson: Record<string, unknown>;
  /** Changes whenever the sample changes. */
  readonly sampleKey: string;
  /** lon, lat of the current finding. */
  readonly focus: readonly [number, number] | null;
  readonly className?: string | undefined;
}

const INK = "#c2410c";
const MARK = "#b3261e";

/** A sample of the data, placed by the chosen coordinate system, and the place of one finding. */
export default function PreviewMap({ label, geojson, sampleKey, focus, className }: PreviewMapProps) {
  const data = isGeoJson(geojson) ? geojson : EMPTY;
  const bounds = useMemo(() => boundsOf(data), [data]);
  const overlay: Overlay = {
    key: `${sampleKey} ${focus?.join(",") ?? ""}`,
    sources: {
      preview: { type: "geojson", data },
      focus: { type: "geojson", data: focus ? { type: "Point", coordinates: [...focus] } : EMPTY },
    },
    layers: LAYERS,
  };
  return <MapFrame label={label} overlay={overlay} bounds={bounds} focus={focus} className={className} />;
}

const LAYERS: readonly LayerSpecification[] = [
  {
    id: "preview-fill",
    type: "fill",
    source: "preview",
    filter: ["==", ["geometry-type"], "Polygon"],
    paint: { "fill-color": INK, "fill-opacity": 0.22 },
  },
  {
    id: "preview-line",
    type: "line",
    source: "preview",
    filter: ["!=", ["geometry-type"], "Point"],
    paint: { "line-color": INK, "line-width": 1.2 },
  },
  {
    id: "preview-point",
    type: "circle",
    source: "preview",
    filter: ["==", ["geometry-type"], "Point"],
    paint: { "circle-color": INK, "circle-radius": 4, "circle-stroke-color": "#ffffff", "circle-stroke-width": 1 },
  },
  {
    id: "focus",
    type: "circle",
    source: "focus",
    paint: { "circle-opacity": 0.2, "circle-color": MARK, "circle-radius": 14, "circle-stroke-color": MARK, "circle-stroke-width": 3 },
  },
];
