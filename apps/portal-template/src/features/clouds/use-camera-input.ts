import type { CloudEngine } from "@archipel/point-view/draw/cloud-engine.ts";
import { panned, zoomed } from "@archipel/point-view/scene/camera.ts";
import { pinched, pressed, turned, wheelFactor } from "@archipel/point-view/scene/gestures.ts";
import { type RefObject, useEffect, useEffectEvent } from "react";

type Pixel = readonly [number, number];

interface CameraInput {
  /** A press that did not move; the radius is that of a finger or of a pointer. */
  readonly onPress: (pixel: Pixel, radius: number) => void;
  /** Enter, for those who point with the keyboard: at the middle of the view. */
  readonly onEnter: () => void;
  readonly onCancel: () => void;
  /** One pointer draws a line instead of moving the view; null moves it. */
  readonly onLine?: ((line: readonly Pixel[], isDone: boolean) => void) | null;
}

/** A hand trembles: fewer pixels are no movement. */
const STILL = 5;
/** A wheel that turns on points at the same place for so long. */
const WHEEL_MS = 400;

/** What has a pointer and keys of its own over the points: the limit of a comparison, the sides of a box. */
const isOwn = ({ target }: Event) => target instanceof Element && target.closest("[data-handle]") !== null;

interface Pointers {
  readonly at: Map<number, Pixel>;
  start: Pixel | null;
  isTurning: boolean;
  /** The line that is drawn. */
  line: Pixel[] | null;
}

/** Moves the camera by mouse, fingers and keyboard. */
export function useCameraInput(element: RefObject<HTMLElement | null>, engine: CloudEngine | null, input: CameraInput): void {
  const press = useEffectEvent(input.onPress);
  const enter = useEffectEvent(input.onEnter);
  const cancel = useEffectEvent(input.onCancel);
  const line = useEffectEvent((pixels: readonly Pixel[] | null, isDone: boolean) => {
    if (pixels) input.onLine?.(pixels, isDone);
    return Boolean(input.onLine);
  });
  useEffect(() => {
    const target = element.current;
    if (!target || !engine) return;
    const stop = new AbortController();
    const on = <K extends keyof HTMLElementEventMap>(type: K, listener: (event: HTMLElementEventMap[K]) => void, passive = true) =>
      target.addEventListener(type, listener, { signal: stop.signal, passive });
    const pixelOf = (event: { clientX: number; clientY: number }): Pixel => {
      const box = target.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    followPointers({ on, target, pixelOf, engine, press, line });
    followWheel({ on, pixelOf, engine });
    on("contextmenu", (event) => event.preventDefault(), false);
    on(
      "keydown",
      (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey || isOwn(event)) return;
        if (event.key === "Enter") enter();
        else if (event.key === "Escape") cancel();
        else {
          const act = pressed(engine.camera, event.key, event.shiftKey);
          if (act === null) return;
          if (act === "fit") engine.fit();
          else engine.move(act.camera);
        }
        event.preventDefault();
      },
      false,
    );
    return () => stop.abort();
  }, [element, engine]);
}

interface Following {
  readonly on: <K extends keyof HTMLElementEventMap>(type: K, listener: (event: HTMLElementEventMap[K]) => void, passive?: boolean) => void;
  readonly pixelOf: (event: { clientX: number; clientY: number }) => Pixel;
  readonly engine: CloudEngine;
}

function followPointers({
  on,
  target,
  pixelOf,
  engine,
  press,
  line,
}: Following & {
  readonly target: HTMLElement;
  readonly press: CameraInput["onPress"];
  /** Gives a line on, or ends it; returns whether lines are drawn at all. */
  readonly line: (pixels: readonly Pixel[] | null, isDone: boolean) => boolean;
}): void {
  const pointers: Pointers = { at: new Map(), start: null, isTurning: false, line: null };
  on("pointerdown", (event) => {
    if (isOwn(event)) return;
    target.setPointerCapture(event.pointerId);
    pointers.at.set(event.pointerId, pixelOf(event));
    pointers.start = pointers.at.size === 1 ? pixelOf(event) : null;
    pointers.isTurning = event.button === 2 || event.shiftKey || event.ctrlKey;
    const isSecond = pointers.at.size > 1;
    // A second finger means the view: what the first one drew is no lasso.
    if (isSecond && pointers.line) line([], true);
    pointers.line = !isSecond && !pointers.isTurning && line(null, false) ? [pixelOf(event)] : null;
  });
  on("pointermove", (event) => {
    const before = pointers.at.get(event.pointerId);
    if (!before) return;
    const after = pixelOf(event);
    if (pointers.line) {
      pointers.line.push(after);
      line([...pointers.line], false);
      return;
    }
    if (pointers.start && Math.hypot(after[0] - pointers.start[0], after[1] - pointers.start[1]) < STILL) return;
    const from = pointers.start ?? before;
    pointers.start = null;
    const [other] = [...pointers.at].filter(([id]) => id !== event.pointerId);
    pointers.at.set(event.pointerId, after);
    if (other) engine.move(pinched(engine.camera, engine.screen, [from, other[1]], [after, other[1]]));
    else
      engine.move(
        pointers.isTurning ? turned(engine.camera, engine.screen, from, after) : panned(engine.camera, engine.screen, from, after),
      );
  });
  const release = (event: PointerEvent) => {
    if (!pointers.at.delete(event.pointerId)) return;
    if (pointers.line) line(event.type === "pointerup" ? pointers.line : [], true);
    pointers.line = null;
    if (pointers.start && event.type === "pointerup" && event.button === 0) press(pointers.start, event.pointerType === "mouse" ? 8 : 20);
    pointers.start = null;
  };
  on("pointerup", release);
  on("pointercancel", release);
}

function followWheel({ on, pixelOf, engine }: Following): void {
  let aim: { readonly pixel: Pixel; readonly place: ReturnType<CloudEngine["placeAt"]>; readonly until: number } | null = null;
  on(
    "wheel",
    (event) => {
      event.preventDefault();
      const pixel = pixelOf(event);
      const now = performance.now();
      // Looking for the point under the pointer takes longer than moving: once for each turn of the wheel.
      const isSame = aim && now < aim.until && Math.hypot(pixel[0] - aim.pixel[0], pixel[1] - aim.pixel[1]) < STILL;
      aim = { pixel, place: isSame && aim ? aim.place : engine.placeAt(pixel), until: now + WHEEL_MS };
      engine.move(zoomed(engine.camera, wheelFactor(event.deltaY, event.deltaMode), aim.place ?? undefined));
    },
    false,
  );
}
