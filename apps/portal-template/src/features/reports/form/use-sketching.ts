import { type Drawing, startDrawing } from "@archipel/map/edit/drawing.ts";
import type { EditColours } from "@archipel/map/edit/modes.ts";
import { NO_SNAPPING } from "@archipel/map/edit/snap.ts";
import type { MapHandle } from "@archipel/map/ui/map-handle.ts";
import { useStyledMap } from "@archipel/map/ui/use-styled-map.ts";
import type { Geometry } from "geojson";
import { useEffect, useEffectEvent, useRef } from "react";
import type { SketchMark } from "../drafts/draft.ts";

export type SketchKind = SketchMark["properties"]["kind"];

const TOOLS = { point: "point", text: "point", line: "linestring", arrow: "linestring", area: "polygon" } as const;

/**
 * Drawing on the map while a kind of mark is chosen. Each drawing is reported and removed, since the map shows the sketch itself. Returns
 * a function that ends the drawing: a valid shape is reported, anything else is dropped.
 */
export function useSketching(options: {
  readonly handle: MapHandle;
  readonly colours: EditColours;
  readonly kind: SketchKind | null;
  readonly onDrawn: (kind: SketchKind, geometry: Geometry) => void;
  readonly onEnd: () => void;
}): () => void {
  const { handle, colours, kind } = options;
  const drawn = useEffectEvent(options.onDrawn);
  const ended = useEffectEvent(options.onEnd);
  const current = useRef<Drawing | null>(null);
  const map = useStyledMap(handle.library);
  useEffect(() => {
    if (kind === null || !map) return;
    const drawing = startDrawing({
      map,
      colours,
      snap: NO_SNAPPING,
      faultLabel: "",
      onReshaped: () => undefined,
      onDrawn: (_tool, geometry) => drawn(kind, geometry),
      onSelected: () => undefined,
      onPress: () => undefined,
      onEnd: () => ended(),
      onFaults: () => undefined,
    });
    drawing.use(TOOLS[kind]);
    current.current = drawing;
    return () => {
      current.current = null;
      drawing.stop();
    };
  }, [map, colours, kind]);
  return () => {
    if (!current.current?.finish()) options.onEnd();
  };
}
