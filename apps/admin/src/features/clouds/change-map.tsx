"use client";
import type { CloudChanges } from "@archipel/contracts/clouds.ts";
import type { Overlay } from "@archipel/map/layers/overlay.ts";
import type { LayerSpecification } from "maplibre-gl";
import { MapFrame } from "../../kit/maps/map-frame.tsx";
import { type ChangeKind, cellPolygons, changedBox } from "./change-cells.ts";
import { COLOURS, HIGHER, LOWER } from "./change-colours.ts";

/** A tile may be fifty metres wide. */
const NEAREST_ZOOM = 19;

interface ChangeMapProps {
  readonly label: string;
  readonly changes: CloudChanges;
  readonly kind: ChangeKind;
  readonly className?: string;
}

/** The cells of a tile in which something changed, the more the stronger. */
export default function ChangeMap({ label, changes, kind, className }: ChangeMapProps) {
  const data = cellPolygons(changes, kind) ?? { type: "FeatureCollection" as const, features: [] };
  const overlay: Overlay = {
    key: `${kind} ${changes.origin.join()} ${changes.gained} ${changes.lost} ${changes.reclassified}`,
    // Not simplified: seen from far, a cell is smaller than what would be left out.
    sources: { cells: { type: "geojson", data, tolerance: 0 } },
    layers: [layerOf(kind)],
  };
  return <MapFrame label={label} overlay={overlay} bounds={changedBox(changes)} nearest={NEAREST_ZOOM} className={className} />;
}

function layerOf(kind: ChangeKind): LayerSpecification {
  const share: ["abs", ["get", "share"]] = ["abs", ["get", "share"]];
  const colour = kind === "ground" ? ["case", ["<", ["get", "share"], 0], LOWER, HIGHER] : COLOURS[kind];
  return {
    id: "cells",
    type: "fill",
    source: "cells",
    // Few points beside many must still be seen.
    paint: { "fill-color": colour as string, "fill-opacity": ["interpolate", ["linear"], ["sqrt", share], 0, 0.25, 1, 0.9] },
  };
}
