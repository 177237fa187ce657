import type { MapHandle } from "@archipel/map/ui/map-handle.ts";
import { type RefObject, useEffect, useEffectEvent, useRef } from "react";

/** Enter acts like a click. */
const PRESSES = ["pointerdown", "keydown"] as const;

/**
 * The value at the time when the map was last pressed. The click that ends a drawing is also a click on the map, and arrives after the tool
 * has changed: this value says which tool it was meant for.
 */
export function usePressedWith<Value>(handle: MapHandle, value: Value): RefObject<Value> {
  const pressedWith = useRef(value);
  const press = useEffectEvent(() => {
    pressedWith.current = value;
  });
  useEffect(() => {
    const canvas = handle.library.getCanvas();
    const onPress = () => press();
    for (const kind of PRESSES) canvas.addEventListener(kind, onPress, true);
    return () => {
      for (const kind of PRESSES) canvas.removeEventListener(kind, onPress, true);
    };
  }, [handle]);
  return pressedWith;
}
