import type { LonLat } from "@archipel/geo/geodesic.ts";
import type { MapHandle } from "@archipel/map/ui/map-handle.ts";
import { clsx } from "clsx";
import { type Dispatch, type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { sidesOf } from "./drawn-line-sides.ts";
import type { PointsAction } from "./drawn-points.ts";

interface DrawnLineProps {
  readonly handle: MapHandle;
  readonly points: readonly LonLat[];
  /** The last point is joined to the first one. */
  readonly isClosed?: boolean;
  readonly dispatch: Dispatch<PointsAction>;
  /** Accessible name of the points, and of each. */
  readonly label: string;
  readonly nameOf: (index: number) => string;
  /** Further marks on the map, drawn with `pixelOf`. */
  readonly children?: (pixelOf: (place: LonLat) => Pixel) => ReactNode;
}

type Pixel = readonly [x: number, y: number];

/** What a visitor draws, over the map: a line whose points are buttons that move by pointer, finger and arrow keys. */
export function DrawnLine({ handle, points, isClosed = false, dispatch, label, nameOf, children }: DrawnLineProps) {
  const pixelOf = usePixels(handle);
  const sides = useMemo(() => sidesOf(points, isClosed), [points, isClosed]);
  const path = sides.map((side, index) => `${index === 0 ? "M" : "L"}${side.map((place) => pixelOf(place).join(" ")).join("L")}`).join("");
  return createPortal(
    <div className="pointer-events-none absolute inset-0 z-[1] overflow-hidden">
      <svg aria-hidden className="absolute inset-0 size-full" fill="none" strokeLinejoin="round" strokeLinecap="round">
        {isClosed && points.length >= 3 && <path d={path} className="fill-map-selection" fillOpacity={0.15} />}
        <path d={path} className="stroke-surface" strokeWidth={6} strokeOpacity={0.85} />
        <path d={path} className="stroke-map-selection" strokeWidth={3} />
      </svg>
      {sides.map((side, index) => (
        <Middle
          // biome-ignore lint/suspicious/noArrayIndexKey: a side has no identity beyond its place
          key={index}
          at={pixelOf(side[side.length >> 1] ?? [0, 0])}
          isShort={isShort(pixelOf(side[0] ?? [0, 0]), pixelOf(side.at(-1) ?? [0, 0]))}
          onPress={() => dispatch({ type: "inserted", index: index + 1, place: middleOf(side) })}
        />
      ))}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be a form's */}
      <div role="group" aria-label={label}>
        {points.map((place, index) => (
          <Vertex
            // biome-ignore lint/suspicious/noArrayIndexKey: a point has no identity beyond its place in the line
            key={index}
            handle={handle}
            name={nameOf(index)}
            pixel={pixelOf(place)}
            onMoved={(moved, isContinued) => dispatch({ type: "moved", index, place: moved, isContinued })}
            onRemoved={() => dispatch({ type: "removed", index })}
          />
        ))}
      </div>
      {children?.(pixelOf)}
    </div>,
    handle.library.getContainer(),
  );
}

/** Where places are on the screen; the component renders again while the map moves. */
function usePixels(handle: MapHandle): (place: LonLat) => Pixel {
  const [, setTick] = useState(0);
  const { library } = handle;
  useEffect(() => {
    const moved = () => setTick((tick) => tick + 1);
    library.on("move", moved);
    library.on("resize", moved);
    return () => {
      library.off("move", moved);
      library.off("resize", moved);
    };
  }, [library]);
  return ([lon, lat]) => {
    const { x, y } = library.project([lon, lat]);
    return [Math.round(x * 10) / 10, Math.round(y * 10) / 10];
  };
}

const middleOf = (side: readonly LonLat[]): LonLat => side[side.length >> 1] ?? [0, 0];
const isShort = (one: Pixel, other: Pixel) => Math.hypot(one[0] - other[0], one[1] - other[1]) < 56;

/** Inserts a point in the middle of a side. By keyboard, points are added at the end and moved. */
function Middle({
  at: [left, top],
  isShort: isHidden,
  onPress,
}: {
  readonly at: Pixel;
  readonly isShort: boolean;
  readonly onPress: () => void;
}) {
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-hidden
      hidden={isHidden}
      className="pointer-events-auto absolute size-6 -translate-x-1/2 -translate-y-1/2 cursor-copy"
      style={{ left, top }}
      onClick={onPress}
    >
      <span className="mx-auto block size-2.5 rounded-full border-2 border-map-selection bg-surface opacity-80" />
    </button>
  );
}

interface VertexProps {
  readonly handle: MapHandle;
  readonly name: string;
  readonly pixel: Pixel;
  readonly onMoved: (place: LonLat, isContinued: boolean) => void;
  readonly onRemoved: () => void;
}

const STEPS: Readonly<Record<string, Pixel>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

function Vertex({ handle, name, pixel, onMoved, onRemoved }: VertexProps) {
  const [isHeld, setHeld] = useState(false);
  const hasMoved = useRef(false);
  const placeAt = ([x, y]: Pixel): LonLat => {
    const { lng, lat } = handle.library.unproject([x, y]);
    return [lng, lat];
  };
  const follow = (event: PointerEvent) => {
    if (!isHeld) return;
    const box = handle.library.getContainer().getBoundingClientRect();
    onMoved(placeAt([event.clientX - box.left, event.clientY - box.top]), hasMoved.current);
    hasMoved.current = true;
  };
  const press = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step) {
      const length = event.shiftKey ? 10 : 1;
      onMoved(placeAt([pixel[0] + step[0] * length, pixel[1] + step[1] * length]), event.repeat);
    } else if (event.key === "Delete" || event.key === "Backspace") onRemoved();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <button
      type="button"
      aria-label={name}
      className={clsx(
        "pointer-events-auto absolute grid size-8 -translate-x-1/2 -translate-y-1/2 touch-none place-items-center rounded-full focus-visible:outline-3 focus-visible:outline-focus",
        isHeld ? "cursor-grabbing" : "cursor-grab",
      )}
      style={{ left: pixel[0], top: pixel[1] }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        hasMoved.current = false;
        setHeld(true);
      }}
      onPointerMove={follow}
      onPointerUp={() => setHeld(false)}
      onPointerCancel={() => setHeld(false)}
      onKeyDown={press}
    >
      <span className="block size-4 rounded-full border-[3px] border-map-selection bg-surface shadow-raised" />
    </button>
  );
}
