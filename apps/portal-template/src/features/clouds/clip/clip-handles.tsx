import { formatNumber } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { CloudEngine } from "@archipel/point-view/draw/cloud-engine.ts";
import type { Box } from "@archipel/point-view/scene/box.ts";
import { FACES, type Face, withFace } from "@archipel/point-view/scene/clip.ts";
import { useTranslations } from "next-intl";
import { useRef, useSyncExternalStore } from "react";
import { edgesOnScreen, faceOnScreen, metresOf, stepOf } from "./drag-face.ts";
import type { Clip } from "./use-clip.ts";

interface ClipHandlesProps {
  readonly engine: CloudEngine;
  readonly box: Box;
  readonly onBox: NonNullable<Clip["change"]>;
  readonly locale: Locale;
}

/** The edges of the clipping box, and a handle in the middle of each side: for mouse, finger and keyboard. */
export function ClipHandles({ engine, box, onBox, locale }: ClipHandlesProps) {
  useSyncExternalStore(
    (listener) => engine.subscribe(listener),
    () => engine.camera,
    () => engine.camera,
  );
  const path = edgesOnScreen(engine, box)
    .map(([from, to]) => `M${from.join(" ")}L${to.join(" ")}`)
    .join("");
  return (
    <>
      <svg aria-hidden className="pointer-events-none absolute inset-0 size-full" fill="none" strokeLinecap="round">
        <path d={path} className="stroke-surface" strokeWidth={4} opacity={0.8} />
        <path d={path} className="stroke-map-selection" strokeWidth={1.5} />
      </svg>
      {FACES.map((face) => (
        <Handle key={`${face.axis}${face.side}`} {...{ engine, box, face, onBox, locale }} />
      ))}
    </>
  );
}

/** A page key moves as far as so many presses of an arrow. */
const PAGE = 10;
const KEYS: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowRight: 1, ArrowDown: -1, ArrowLeft: -1, PageUp: PAGE, PageDown: -PAGE };

function Handle({ engine, box, face, onBox, locale }: ClipHandlesProps & { readonly face: Face }) {
  const t = useTranslations("clouds.viewer.clip");
  const dragged = useRef<{ readonly from: readonly [number, number]; readonly box: Box } | null>(null);
  const pixel = faceOnScreen(engine, box, face);
  const { axis, side } = face;
  const { min, max } = engine.bounds;
  const value = box[side][axis];
  const move = (to: number, of: Box = box) => onBox(withFace(of, face, Math.min(max[axis], Math.max(min[axis], to))));
  if (!pixel) return null;
  return (
    <div
      role="slider"
      tabIndex={0}
      // The view does not move with it.
      data-handle
      aria-label={t(`face.${axis}${side}`)}
      aria-orientation={axis === 2 ? "vertical" : "horizontal"}
      aria-valuemin={Math.floor(min[axis])}
      aria-valuemax={Math.ceil(max[axis])}
      aria-valuenow={Number(value.toFixed(1))}
      aria-valuetext={t("metres", { value: formatNumber(locale, value, 1) })}
      className="pointer-events-auto absolute grid size-9 -translate-1/2 cursor-grab touch-none place-items-center rounded-full outline-none active:cursor-grabbing focus-visible:outline-3 focus-visible:outline-focus"
      style={{ left: pixel[0], top: pixel[1] }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        dragged.current = { from: [event.clientX, event.clientY], box };
      }}
      onPointerMove={({ clientX, clientY }) => {
        const start = dragged.current;
        if (!start) return;
        const metres = metresOf(engine, start.box, face, [clientX - start.from[0], clientY - start.from[1]]);
        move(start.box[side][axis] + metres, start.box);
      }}
      onPointerUp={() => {
        dragged.current = null;
      }}
      onPointerCancel={() => {
        dragged.current = null;
      }}
      onKeyDown={(event) => {
        const steps = KEYS[event.key];
        if (steps === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
        event.preventDefault();
        move(value + steps * stepOf(box, face));
      }}
    >
      <span aria-hidden className="size-4 rounded-full border-2 border-map-selection bg-surface shadow-raised" />
    </div>
  );
}
