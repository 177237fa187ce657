import { type Draft, snapshotOf } from "@archipel/map/edit/draft.ts";
import { type Drawing, type DrawingOptions, startDrawing, type Tool } from "@archipel/map/edit/drawing.ts";
import { piecesOf } from "@archipel/map/edit/pieces.ts";
import type { Shape } from "@archipel/map/edit/shown-shapes.ts";
import { createSnapper } from "@archipel/map/edit/snap.ts";
import type { Bounds, MapHandle } from "@archipel/map/ui/map-handle.ts";
import { useStyledMap } from "@archipel/map/ui/use-styled-map.ts";
import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { useApiClient } from "../../api/react.tsx";
import { geometryOf } from "./draft-sync.ts";

interface Wanted extends Pick<DrawingOptions, "colours" | "faultLabel" | "onReshaped" | "onDrawn" | "onSelected" | "onEnd" | "onFaults"> {
  readonly handle: MapHandle;
  readonly draft: Draft;
  readonly activeKey: string | null;
  readonly tool: Tool;
  readonly isSnapping: boolean;
  /** What is chosen for a merge. */
  readonly chosenKeys?: readonly string[];
}

/** Drawing on the map while the editor is open. The map shows the draft. */
export function useDrawing(wanted: Wanted): Drawing | null {
  const { handle, draft, activeKey, tool, isSnapping, colours, faultLabel, chosenKeys } = wanted;
  const chosen = chosenKeys?.join("\n") ?? "";
  const client = useApiClient();
  const [drawing, setDrawing] = useState<Drawing | null>(null);
  const reshaped = useEffectEvent(wanted.onReshaped);
  const drawn = useEffectEvent(wanted.onDrawn);
  const selected = useEffectEvent(wanted.onSelected);
  const ended = useEffectEvent(wanted.onEnd);
  const faults = useEffectEvent(wanted.onFaults);
  const shapes = useMemo(() => shapesOf(draft), [draft]);
  const others = useRef<readonly Shape[]>([]);
  others.current = shapes.filter(({ key }) => key !== activeKey);

  const map = useStyledMap(handle.library);
  useEffect(() => {
    if (!map) return;
    const load = ({ layerId, fid }: { layerId: string; fid: number }) =>
      client.features.get.query({ layerId, fid }).then(({ geometry }) => geometryOf(geometry));
    const started = startDrawing({
      map,
      colours,
      faultLabel,
      snap: createSnapper(map, load, () => others.current.map(({ geometry }) => geometry)),
      onReshaped: (key, geometry) => reshaped(key, geometry),
      onDrawn: (how, geometry) => drawn(how, geometry),
      onSelected: (key) => selected(key),
      onPress: (pixel) => handle.pick(pixel),
      onEnd: () => ended(),
      onFaults: (places) => faults(places),
    });
    setDrawing(started);
    return () => {
      setDrawing(null);
      started.stop();
    };
  }, [map, handle, client, colours, faultLabel]);

  useEffect(() => drawing?.use(tool), [drawing, tool]);
  useEffect(() => drawing?.show(shapes, activeKey, chosen.split("\n")), [drawing, shapes, activeKey, chosen]);
  useEffect(() => drawing?.snapTo(isSnapping), [drawing, isSnapping]);
  return drawing;
}

/** The shapes of the draft that can be drawn. */
export function shapesOf(draft: Draft): Shape[] {
  return Object.values(draft).flatMap((change) => {
    const { geometry } = snapshotOf(change);
    const { key, base } = change;
    return change.operation !== "delete" && geometry && piecesOf(geometry).length > 0
      ? [{ key, geometry, before: base?.geometry ?? null }]
      : [];
  });
}

/** The bounding box of all shapes; undefined without shapes. */
export function extentOf(shapes: readonly Pick<Shape, "geometry">[]): Bounds | undefined {
  const places = shapes.flatMap(({ geometry }) =>
    piecesOf(geometry).flatMap(({ geometry: { coordinates } }) => coordinates.flat(2).reduce<number[][]>(inPairs, [])),
  );
  if (places.length === 0) return undefined;
  const of = (axis: 0 | 1, which: (...values: number[]) => number) =>
    places.reduce((best, place) => which(best, place[axis] ?? best), places[0]?.[axis] ?? 0);
  return [of(0, Math.min), of(1, Math.min), of(0, Math.max), of(1, Math.max)];
}

/** Groups flattened coordinates in pairs. */
function inPairs(pairs: number[][], number: number): number[][] {
  const last = pairs.at(-1);
  if (last?.length === 1) last.push(number);
  else pairs.push([number]);
  return pairs;
}
