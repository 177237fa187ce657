import type { CloudEngine, CloudLook } from "@archipel/point-view/draw/cloud-engine.ts";
import type { OutlinePoints } from "@archipel/point-view/measure/outline-points.ts";
import { type Lasso, middleRing, ringOf, volumeThrough } from "@archipel/point-view/scene/lasso.ts";
import { useMemo, useReducer, useState } from "react";
import { measuringReducer } from "../measuring.ts";
import { type DrawnShape, shapeFromAbove } from "./chosen-points.ts";

export const ENCLOSINGS = ["places", "lasso"] as const;
type Pixel = readonly [number, number];

/** How a visitor encloses points: place by place, seen from above, or by a lasso in any view. */
export function useEnclosing(engine: CloudEngine | null) {
  const [by, choose] = useState<(typeof ENCLOSINGS)[number]>("places");
  const [places, dispatch] = useReducer(measuringReducer, { what: "area", places: [] });
  const [line, setLine] = useState<readonly Pixel[]>([]);
  const [lasso, setLasso] = useState<Lasso | null>(null);
  const enclose = (ring: readonly Pixel[] | null) => {
    setLine([]);
    if (engine && ring) setLasso({ camera: engine.camera, screen: engine.screen, ring });
  };
  return {
    by,
    choose,
    places,
    dispatch,
    line,
    lasso,
    /** What the pointer draws; `isDone`: it was lifted. */
    draw: (drawn: readonly Pixel[], isDone: boolean) => (isDone ? enclose(ringOf(drawn)) : setLine(drawn)),
    /** Without a pointer: what the frame in the middle of the view shows. */
    encloseMiddle: () => engine && enclose(middleRing(engine.screen)),
    clear: () => {
      setLine([]);
      setLasso(null);
      dispatch({ type: "cleared" });
    },
  };
}
export type Enclosing = ReturnType<typeof useEnclosing>;

/** The drawn points that are enclosed; heights: those of the layer that count. */
export function useEnclosed(
  engine: CloudEngine,
  { by, places: { places }, lasso }: Enclosing,
  look: CloudLook,
  heights: readonly [number, number] | null,
) {
  const [low, high] = heights ?? [null, null];
  // biome-ignore lint/correctness/useExhaustiveDependencies: hidden classes are left out
  return useMemo((): OutlinePoints | null => {
    const limits = low !== null && high !== null ? ([low, high] as const) : null;
    return by === "places" ? engine.inside(places, limits) : lasso && engine.lassoed(lasso, limits);
  }, [engine, by, places, lasso, look.hidden, low, high]);
}

/** What was drawn, in the CRS of the layer, and the middle of what it encloses; null before something is. */
export function shapeOf(engine: CloudEngine, { by, places: { places }, lasso }: Enclosing): DrawnShape | null {
  if (by === "places") return places.length >= 3 ? shapeFromAbove(places.map((place) => engine.toLayer(place))) : null;
  const found = lasso && engine.lassoed(lasso, null);
  if (!lasso || !found) return null;
  const { origin, matrix, ring } = volumeThrough(lasso);
  return {
    view: { origin: engine.toLayer(origin), matrix: [...matrix], ring: ring.map(([x, y]) => [x, y]) },
    middle: engine.toLayer(found.middle),
  };
}
