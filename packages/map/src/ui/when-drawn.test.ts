import { expect, it, vi } from "vitest";
import { type DrawingMap, whenDrawn, whenStyled } from "./when-drawn.ts";

/** A map that has no style until its events are fired. */
function earlyMap() {
  const listeners = new Map<string, () => void>();
  let style: unknown;
  const map = {
    getStyle: () => style,
    once: (kind: string, listener: () => void) => listeners.set(kind, listener),
  } as unknown as DrawingMap;
  const fire = (kind: string) => {
    style = {};
    listeners.get(kind)?.();
  };
  return { map, fire };
}

it("answers a click that came before the style once the first view is drawn, and only once", () => {
  vi.useFakeTimers();
  const { map, fire } = earlyMap();
  const act = vi.fn();
  whenDrawn(map, act);
  fire("style.load");
  expect(act).not.toHaveBeenCalled();
  fire("load");
  vi.runAllTimers();
  expect(act).toHaveBeenCalledTimes(1);
  whenDrawn(map, act);
  expect(act).toHaveBeenCalledTimes(2);
  vi.useRealTimers();
});

it("does not wait for tiles that never come", () => {
  vi.useFakeTimers();
  const { map, fire } = earlyMap();
  const act = vi.fn();
  whenDrawn(map, act);
  fire("style.load");
  vi.advanceTimersByTime(1500);
  expect(act).toHaveBeenCalledTimes(1);
  vi.useRealTimers();
});

it("hands a map over once it has a style, and to nobody who has left", () => {
  const { map, fire } = earlyMap();
  const act = vi.fn();
  const leave = whenStyled(map, act);
  expect(act).not.toHaveBeenCalled();
  fire("style.load");
  expect(act).toHaveBeenCalledExactlyOnceWith(map);
  whenStyled(map, act);
  expect(act).toHaveBeenCalledTimes(2);
  leave();
  fire("style.load");
  expect(act).toHaveBeenCalledTimes(2);
});
