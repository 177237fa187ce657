import type { MapHandle } from "@archipel/map/ui/map-handle.ts";
import { type RefObject, useEffect, useEffectEvent, useRef } from "react";

/** Enter presses as well as a pointer does. */
const PRESSES = ["pointerdown", "keydown"] as const;

/**
 * What a value was when the map was last pressed. The press that ends a drawing is a click on the map too, which comes when the tool has
 * changed already: by this one knows what it was meant for.
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
