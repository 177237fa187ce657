import type { CloudEngine } from "@archipel/point-view/draw/cloud-engine.ts";
import type { Camera } from "@archipel/point-view/scene/camera.ts";
import { middleRing, pixelsOfSlopes, type Slopes } from "@archipel/point-view/scene/lasso.ts";
import { useSyncExternalStore } from "react";
import type { Enclosing } from "./use-enclosing.ts";

type Pixel = readonly [number, number];

/** The lasso: while it is drawn, and as long as one looks from where it was drawn. Else the frame that a button takes. */
export function LassoOverlay({ engine, enclosing: { line, lasso } }: { readonly engine: CloudEngine; readonly enclosing: Enclosing }) {
  const camera = useCamera(engine);
  if (line.length > 1) return <Ring pixels={line} isOpen />;
  if (lasso && lasso.camera === camera) return <Ring pixels={lasso.ring} />;
  return lasso ? null : <Ring pixels={middleRing(engine.screen)} isFrame />;
}

/** The ring of an address, as long as one looks from where it was drawn. */
export function AddressRing({ engine, ring }: { readonly engine: CloudEngine; readonly ring: Slopes }) {
  const camera = useCamera(engine);
  return camera === engine.firstCamera ? <Ring pixels={pixelsOfSlopes(ring, engine.screen)} /> : null;
}

interface RingProps {
  readonly pixels: readonly Pixel[];
  readonly isOpen?: boolean;
  readonly isFrame?: boolean;
}

function Ring({ pixels, isOpen = false, isFrame = false }: RingProps) {
  const path = `M${pixels.map((pixel) => pixel.join(" ")).join("L")}${isOpen ? "" : "Z"}`;
  return (
    <svg aria-hidden className="pointer-events-none absolute inset-0 size-full" fill="none" strokeLinejoin="round" strokeLinecap="round">
      <path d={path} className={isFrame ? "stroke-surface" : "fill-map-selection stroke-surface"} fillOpacity={0.15} strokeWidth={5} />
      <path d={path} className="stroke-map-selection" strokeWidth={2.5} strokeDasharray={isFrame ? "6 6" : undefined} />
    </svg>
  );
}

function useCamera(engine: CloudEngine): Camera {
  return useSyncExternalStore(
    (listener) => engine.subscribe(listener),
    () => engine.camera,
    () => engine.camera,
  );
}
