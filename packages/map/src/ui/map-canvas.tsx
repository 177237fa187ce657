"use client";
import "maplibre-gl/dist/maplibre-gl.css";
import { clsx } from "clsx";
import type { StyleSpecification } from "maplibre-gl";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import type { LiveLayers } from "../model/live-layers.ts";
import type { Marker, View } from "../model/map-state.ts";
import { createMap, type MapListener, type RunningMap } from "./create-map.ts";
import { containerMark, takeEarlyMap } from "./early-map.ts";
import type { FramedMap } from "./framed-map.ts";
import { loadMapLibre } from "./load-maplibre.ts";
import type { Bounds, MapHandle, Padding, Pick } from "./map-handle.ts";

interface MapCanvasProps {
  readonly style: StyleSpecification;
  readonly view: View;
  readonly marker: Marker | null;
  /** Accessible name of the map, with its keys. */
  readonly label: string;
  readonly padding: Padding;
  /** For a map that follows edits; must be the same object at each render. */
  readonly live?: LiveLayers | undefined;
  /** For a map embedded in a page; read once, at the start. */
  readonly framed?: FramedMap | undefined;
  readonly onReady: (handle: MapHandle) => void;
  readonly onMoved: (view: View, bounds: Bounds, isByHand: boolean) => void;
  readonly onPicked: (pick: Pick) => void;
  /** Everything requested has been drawn. */
  readonly onSettled: (handle: MapHandle) => void;
  /** This browser cannot draw the map. */
  readonly onFailed: () => void;
  /** True while the page shows its own cross, for drawing or placing something. */
  readonly hasOwnCross?: boolean;
  /** Must position and size the map (`absolute inset-0`). */
  readonly className: string;
}

if (typeof window !== "undefined") loadMapLibre();

/** What React finds in the map's element when it takes the page over is the library's. */
const OWN_CONTENT = { __html: "" };

/** The drawn map. Arrows move it, + and − zoom, Enter picks what is under the cross in its middle. Props: one for each event of the map. */
export function MapCanvas({
  style,
  view,
  marker,
  label,
  padding,
  live,
  framed,
  onReady,
  onMoved,
  onPicked,
  onSettled,
  onFailed,
  hasOwnCross = false,
  className,
}: MapCanvasProps) {
  const container = useRef<HTMLDivElement>(null);
  const running = useRef<RunningMap | null>(null);
  const first = useRef({ style, view, label, live, framed });
  const [hasKeyboard, setHasKeyboard] = useState(false);
  const latestPadding = useRef(padding);
  latestPadding.current = padding;
  const ready = useEffectEvent((map: RunningMap) => {
    running.current = map;
    map.show(style);
    map.mark(marker);
    onReady(map.handle);
  });
  const moved = useEffectEvent(onMoved);
  const picked = useEffectEvent(onPicked);
  const settled = useEffectEvent(onSettled);
  const failed = useEffectEvent(onFailed);

  useEffect(() => {
    let isGone = false;
    if (!container.current) return;
    const listener: MapListener = {
      padding: () => latestPadding.current,
      onMoved: (next, bounds, isByHand) => moved(next, bounds, isByHand),
      onPicked: (pick) => picked(pick),
      onSettled: () => running.current && settled(running.current.handle),
    };
    const started = takeEarlyMap(container.current);
    const map = started ?? createMap({ ...first.current, container: container.current, listener }, () => isGone);
    map.then(
      (map) => {
        if (!map) return;
        if (isGone) return map.remove();
        ready(map);
        if (started) map.listen(listener, first.current.label);
      },
      () => !isGone && failed(),
    );
    return () => {
      isGone = true;
      running.current?.remove();
      running.current = null;
    };
  }, []);

  useEffect(() => running.current?.show(style), [style]);
  useEffect(() => running.current?.mark(marker), [marker]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the canvas inside is the control, MapLibre makes it focusable
    <div
      className={clsx("bg-map-land", className)}
      onFocus={(event) => setHasKeyboard(event.target.matches("canvas:focus-visible"))}
      onBlur={() => setHasKeyboard(false)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || !(event.target instanceof HTMLCanvasElement)) return;
        event.preventDefault();
        running.current?.handle.pick();
      }}
    >
      {/* Sized, not positioned: the library's style sheet sets `position: relative`. */}
      {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant */}
      <div ref={container} {...containerMark} className="size-full" suppressHydrationWarning dangerouslySetInnerHTML={OWN_CONTENT} />
      {hasKeyboard && !hasOwnCross && (
        <svg
          aria-hidden
          viewBox="0 0 32 32"
          className="pointer-events-none absolute size-8 -translate-x-1/2 -translate-y-1/2 stroke-map-selection"
          style={{
            left: `calc(50% + ${(padding.left - padding.right) / 2}px)`,
            top: `calc(50% + ${(padding.top - padding.bottom) / 2}px)`,
          }}
          fill="none"
          strokeWidth="2"
        >
          <path d="M16 2v10M16 20v10M2 16h10M20 16h10" />
        </svg>
      )}
    </div>
  );
}
