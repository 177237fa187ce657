"use client";
import type { Bbox } from "@archipel/contracts/place.ts";
import { boundsOf } from "@archipel/map/conflict/geometry-diff.ts";
import { type Drawing, startDrawing, type Tool } from "@archipel/map/edit/drawing.ts";
import { NO_SNAPPING } from "@archipel/map/edit/snap.ts";
import type { Geometry } from "geojson";
import type { Map as MapLibre } from "maplibre-gl";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { areasOverlay } from "./areas-overlay.ts";
import { consoleEditColours } from "./console-basemap.ts";
import { MapFrame } from "./map-frame.tsx";
import { useColourMode } from "./use-colour-mode.ts";

interface AreasMapProps {
  readonly label: string;
  readonly areas: readonly Geometry[];
  /** The box that the map shows, again when it changes; by default the areas. */
  readonly bounds?: Bbox | null | undefined;
  /** Makes the areas editable; without it they are only shown. */
  readonly editing?: AreasEditing | undefined;
  readonly className?: string | undefined;
}

export interface AreasEditing {
  readonly tool: Extract<Tool, "select" | "polygon">;
  readonly activeIndex: number | null;
  readonly faultLabel: string;
  readonly onDrawn: (area: Geometry) => void;
  readonly onReshaped: (index: number, area: Geometry) => void;
  readonly onSelected: (index: number | null) => void;
}

/** Areas on a map, to view or to draw. */
export default function AreasMap({ label, areas, bounds, editing, className }: AreasMapProps) {
  const mode = useColourMode();
  const [map, setMap] = useState<MapLibre | null>(null);
  const drawing = useRef<Drawing | null>(null);
  const latest = useRef(editing);
  latest.current = editing;
  const isEditing = editing !== undefined;
  const show = useEffectEvent(() => {
    if (!editing) return;
    drawing.current?.show(
      areas.map((geometry, index) => ({ key: String(index), geometry })),
      editing.activeIndex === null ? null : String(editing.activeIndex),
    );
  });
  const faultLabel = editing?.faultLabel ?? "";
  useEffect(() => {
    if (!map || !isEditing) return;
    const started = startDrawing({
      map,
      colours: consoleEditColours(mode),
      snap: NO_SNAPPING,
      faultLabel,
      onReshaped: (key, geometry) => latest.current?.onReshaped(Number(key), geometry),
      onDrawn: (_tool, geometry) => latest.current?.onDrawn(geometry),
      onSelected: (key) => latest.current?.onSelected(key === null ? null : Number(key)),
      onPress: () => undefined,
      onEnd: () => undefined,
      onFaults: () => undefined,
    });
    drawing.current = started;
    started.use(latest.current?.tool ?? "select");
    show();
    return () => {
      drawing.current = null;
      started.stop();
    };
  }, [map, isEditing, mode, faultLabel]);
  const { tool, activeIndex } = editing ?? {};
  useEffect(() => {
    if (tool) drawing.current?.use(tool);
  }, [tool]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the overlay depends on the areas and the chosen one only
  useEffect(() => show(), [areas, activeIndex, tool]);
  return (
    <MapFrame
      label={label}
      overlay={areasOverlay(isEditing ? [] : areas, mode)}
      bounds={bounds ?? boundsOf(areas.map((area) => ({ ...area })))}
      onReady={setMap}
      className={className}
    />
  );
}
