import { useEffect, useEffectEvent, useRef } from "react";

const ARROWS = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"];

/**
 * Enter ends a drawing whose last place came from a pointer: the cross in the middle of the map was never shown, and a place there would
 * be a surprise. After an arrow key the person draws by keyboard, and Enter places the next point.
 */
export function useEnterEnds(canvas: HTMLElement, onEnd: () => void, canEnd: boolean): void {
  const isByPointer = useRef(false);
  const end = useEffectEvent((event: KeyboardEvent) => {
    if (ARROWS.includes(event.key)) isByPointer.current = false;
    if (event.key !== "Enter" || !isByPointer.current || !canEnd) return;
    event.preventDefault();
    event.stopPropagation();
    onEnd();
  });
  useEffect(() => {
    const onPointerDown = () => {
      isByPointer.current = true;
    };
    const onKeyDown = (event: KeyboardEvent) => end(event);
    canvas.addEventListener("pointerdown", onPointerDown);
    canvas.addEventListener("keydown", onKeyDown, true);
    return () => {
      canvas.removeEventListener("pointerdown", onPointerDown);
      canvas.removeEventListener("keydown", onKeyDown, true);
    };
  }, [canvas]);
}
