import type { CloudEngine } from "@archipel/point-view/draw/cloud-engine.ts";
import type { Camera } from "@archipel/point-view/scene/camera.ts";
import { useSyncExternalStore } from "react";
import { isOutline, type Measuring } from "./measuring.ts";

interface MeasureOverlayProps {
  readonly engine: CloudEngine;
  readonly measuring: Measuring;
  /** Metres of the corridor of a section. */
  readonly width: number;
}

/** What is measured, over the points. Its figures are in the panel, so that it is hidden from screen readers. */
export function MeasureOverlay({ engine, measuring, width }: MeasureOverlayProps) {
  useCamera(engine);
  const { places } = measuring;
  const pixels = places.map((place) => engine.pixelOf(place));
  const isClosed = isOutline(measuring) && places.length >= 3;
  const path = pixels.flatMap((pixel) => (pixel ? [pixel.join(" ")] : [])).join("L");
  const corridor = measuring.what === "section" ? corridorPath(engine, measuring, width) : null;
  return (
    <svg aria-hidden className="pointer-events-none absolute inset-0 size-full" fill="none" strokeLinejoin="round" strokeLinecap="round">
      {corridor && <path d={corridor} className="fill-map-selection stroke-map-selection" fillOpacity={0.15} strokeDasharray="4 4" />}
      {path && (
        <>
          <path
            d={`M${path}${isClosed ? "Z" : ""}`}
            className={isClosed ? "fill-map-selection stroke-surface" : "stroke-surface"}
            fillOpacity={0.15}
            strokeWidth={6}
          />
          <path d={`M${path}${isClosed ? "Z" : ""}`} className="stroke-map-selection" strokeWidth={3} />
        </>
      )}
      {pixels.map(
        (pixel, index) =>
          pixel && (
            // biome-ignore lint/suspicious/noArrayIndexKey: a point has no identity beyond its place in the line
            <g key={index} transform={`translate(${pixel[0]} ${pixel[1]})`}>
              <circle r={9} className="fill-surface stroke-map-selection" strokeWidth={2.5} />
              <text textAnchor="middle" dy="0.35em" fontSize={11} className="figures fill-ink">
                {index + 1}
              </text>
            </g>
          ),
      )}
    </svg>
  );
}

/** The corridor on the level of its points. */
function corridorPath(engine: CloudEngine, { places }: Measuring, width: number): string | null {
  const [from, to] = places;
  if (!from || !to) return null;
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  if (length === 0) return null;
  const [nx, ny] = [(-(to[1] - from[1]) / length) * (width / 2), ((to[0] - from[0]) / length) * (width / 2)];
  const corners = [
    [from[0] + nx, from[1] + ny, from[2]],
    [to[0] + nx, to[1] + ny, to[2]],
    [to[0] - nx, to[1] - ny, to[2]],
    [from[0] - nx, from[1] - ny, from[2]],
  ] as const;
  const pixels = corners.map((corner) => engine.pixelOf([...corner]));
  return pixels.every((pixel) => pixel !== null) ? `M${pixels.map((pixel) => pixel?.join(" ")).join("L")}Z` : null;
}

/** Draws again when the camera moves. */
function useCamera(engine: CloudEngine): Camera {
  return useSyncExternalStore(
    (listener) => engine.subscribe(listener),
    () => engine.camera,
    () => engine.camera,
  );
}
