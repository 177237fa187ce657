import type { LonLat } from "@archipel/geo/geodesic.ts";
import type { MapHandle } from "@archipel/map/ui/map-handle.ts";
import { type Dispatch, useEffect, useEffectEvent, useReducer } from "react";
import type { ToolProps } from "../map-kit/map-tool.ts";
import { drawnPoints, type PointsAction, reducePoints } from "./drawn-points.ts";
import { decodeLine } from "./line-code.ts";
import { useEnterEnds } from "./use-enter-ends.ts";

interface Drawn {
  readonly points: readonly LonLat[];
  readonly dispatch: Dispatch<PointsAction>;
  readonly canUndo: boolean;
  /** The visitor ended the drawing. */
  readonly isEnded: boolean;
}

/** A second click so near to the last one is the second of a double click, which ends the drawing. Pixels. */
const SAME_PX = 4;

/**
 * The places that the visitor draws by clicks, from those of the address.
 *
 * @param isSingle a click replaces the place
 */
export function useDrawnPoints(handle: MapHandle, line: string | undefined, pick: ToolProps["pick"], isSingle: boolean): Drawn {
  const [{ points, before, isEnded }, dispatch] = useReducer(reducePoints, line, (text) => drawnPoints(decodeLine(text)));
  const { library } = handle;
  const clicked = useEffectEvent((place: LonLat) => {
    const last = points.at(-1);
    const [a, b] = [library.project([place[0], place[1]]), last && library.project([last[0], last[1]])];
    if (b && Math.hypot(a.x - b.x, a.y - b.y) < SAME_PX) return isSingle ? undefined : dispatch({ type: "ended" });
    dispatch({ type: isSingle ? "placed" : "added", place });
  });
  useEffect(() => {
    pick.current = ({ lon, lat }) => {
      clicked([lon, lat]);
      return true;
    };
    // A double click would zoom below the points that it sets.
    library.doubleClickZoom.disable();
    const canvas = library.getCanvas();
    const shown = () => {
      canvas.style.cursor = "crosshair";
    };
    library.on("mousemove", shown);
    return () => {
      pick.current = null;
      library.doubleClickZoom.enable();
      library.off("mousemove", shown);
      canvas.style.cursor = "";
    };
  }, [library, pick]);
  useEnterEnds(library.getCanvas(), () => dispatch({ type: "ended" }), !isSingle && points.length >= 2);
  return { points, dispatch, canUndo: before.length > 0, isEnded };
}
