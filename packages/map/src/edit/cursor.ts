import type { Map as MapLibreMap } from "maplibre-gl";

interface CursorOptions {
  readonly map: MapLibreMap;
  /** Whether there is a movable vertex at the pixel. */
  readonly hasHandle: (pixel: readonly [number, number]) => boolean;
  /** Enter after drawing with a pointer: ends the drawing that has begun. */
  readonly onFinish: () => void;
  /** Enter, when no vertex is being moved. */
  readonly onPress: (pixel: readonly [number, number]) => void;
  /** Escape. */
  readonly onEnd: () => void;
}

const STEP_PX = 16;
const FINE_STEP_PX = 2;
const MARGIN_PX = 24;
const ARROWS: Record<string, readonly [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * Drawing by keyboard: arrows move a cursor over the map (slowly with Shift), Enter clicks, or picks up a vertex and drops it, Escape
 * ends. After a press of a pointer, Enter ends the drawing instead, until an arrow moves the cursor. It sends pointer events, so everything that works by mouse works by keys. Returns a function that removes the cursor.
 */
export function keyboardCursor({ map, hasHandle, onFinish, onPress, onEnd }: CursorOptions): () => void {
  const canvas = map.getCanvas();
  const element = document.createElement("div");
  element.setAttribute("aria-hidden", "true");
  element.style.cssText =
    "position:absolute;width:28px;height:28px;margin:-14px 0 0 -14px;pointer-events:none;display:none;color:var(--a-map-selection);z-index:3";
  element.innerHTML =
    '<svg viewBox="0 0 28 28" fill="none" stroke="var(--a-surface)" stroke-width="5"><path d="M14 1v9M14 18v9M1 14h9M18 14h9"/><path stroke="currentColor" stroke-width="2.5" d="M14 1v9M14 18v9M1 14h9M18 14h9"/></svg>';
  map.getContainer().append(element);
  const wasKeyboardOn = map.keyboard.isEnabled();
  map.keyboard.disable();
  let place: [number, number] = [canvas.clientWidth / 2, canvas.clientHeight / 2];
  let isHolding = false;
  /** The person draws with a pointer. The cursor is somewhere else then, and Enter must not draw there. */
  let isByPointer = false;

  const point = (type: string, button: number) => {
    const box = canvas.getBoundingClientRect();
    const [x, y] = place;
    const buttons = isHolding || type === "pointerdown" ? 1 : 0;
    const shared = { clientX: box.left + x, clientY: box.top + y, pointerType: "mouse", isPrimary: true, pointerId: 1 };
    canvas.dispatchEvent(new PointerEvent(type, { ...shared, button, buttons, bubbles: true, cancelable: true }));
  };
  const show = () => {
    element.style.display = "block";
    element.style.left = `${place[0]}px`;
    element.style.top = `${place[1]}px`;
  };
  const move = ([dx, dy]: readonly [number, number], step: number) => {
    const [x, y] = [place[0] + dx * step, place[1] + dy * step];
    const isOut = x < MARGIN_PX || y < MARGIN_PX || x > canvas.clientWidth - MARGIN_PX || y > canvas.clientHeight - MARGIN_PX;
    if (isOut) map.panBy([dx * step * 4, dy * step * 4], { duration: 0 });
    else place = [x, y];
    show();
    point("pointermove", -1);
  };
  const letGo = () => {
    isHolding = false;
    point("pointerup", 0);
  };
  const press = () => {
    if (isByPointer) return onFinish();
    show();
    if (isHolding) return letGo();
    point("pointermove", -1);
    point("pointerdown", 0);
    if (hasHandle(place)) {
      isHolding = true;
      return;
    }
    point("pointerup", 0);
    onPress(place);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const arrow = ARROWS[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (arrow) {
      isByPointer = false;
      move(arrow, event.shiftKey ? FINE_STEP_PX : STEP_PX);
    } else if (event.key === "Enter" || event.key === " ") press();
    else if (event.key === "Escape") {
      if (isHolding) letGo();
      else onEnd();
    } else if (event.key === "+" || event.key === "=") map.zoomTo(map.getZoom() + 1, { duration: 0 });
    else if (event.key === "-") map.zoomTo(map.getZoom() - 1, { duration: 0 });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const hide = () => {
    element.style.display = "none";
  };
  // The cursor's own events are not trusted.
  const onPointerDown = (event: PointerEvent) => {
    if (!event.isTrusted) return;
    isByPointer = true;
    hide();
  };
  canvas.addEventListener("keydown", onKeyDown);
  canvas.addEventListener("pointerdown", onPointerDown);
  canvas.addEventListener("blur", hide);
  return () => {
    canvas.removeEventListener("keydown", onKeyDown);
    canvas.removeEventListener("pointerdown", onPointerDown);
    canvas.removeEventListener("blur", hide);
    element.remove();
    if (wasKeyboardOn) map.keyboard.enable();
  };
}
