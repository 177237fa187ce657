import type { CloudEngine } from "@archipel/point-view/draw/cloud-engine.ts";
import type { PickedPoint } from "@archipel/point-view/measure/pick-point.ts";
import { type Dispatch, type RefObject, useState } from "react";
import { type Comparison, pickIn } from "./compare/use-comparison.ts";
import type { MeasuringAction } from "./measuring.ts";
import type { Enclosing } from "./report/use-enclosing.ts";
import { useCameraInput } from "./use-camera-input.ts";

interface Pointing {
  readonly engine: CloudEngine | null;
  readonly comparison: Comparison;
  /** Right of the limit are no points. */
  readonly isBare: boolean;
  /** Takes places of a measure or an outline; null: a press shows what is known of a point. */
  readonly add: Dispatch<MeasuringAction> | null;
  /** Draws a lasso. */
  readonly lasso: Enclosing | null;
}

/** What a press on the points means, by mouse, finger and keyboard. */
export function usePointing(surface: RefObject<HTMLElement | null>, { engine, comparison, isBare, add, lasso }: Pointing) {
  const [picked, setPicked] = useState<PickedPoint | null>(null);
  const press = (pixel: readonly [number, number], radius: number) => {
    if (!engine || lasso) return;
    const isBeside = isBare && pixel[0] > engine.screen.width * comparison.share;
    const found = isBeside ? null : pickIn(engine, comparison, pixel, radius);
    if (!add) setPicked(found);
    else if (found) add({ type: "added", place: found.place });
  };
  const middle = () => engine && press([engine.screen.width / 2, engine.screen.height / 2], 40);
  useCameraInput(surface, engine, {
    onPress: press,
    onEnter: lasso ? lasso.encloseMiddle : middle,
    onLine: lasso ? lasso.draw : null,
    onCancel: () => (lasso ? lasso.clear() : add ? add({ type: "undone" }) : setPicked(null)),
  });
  return { picked: add || lasso ? null : picked, close: () => setPicked(null), middle };
}
