"use client";
import type { Bbox } from "@archipel/contracts/place.ts";
import type { Overlay } from "@archipel/map/layers/overlay.ts";
import { Curtain } from "@archipel/ui/curtain.tsx";
import { clsx } from "clsx";
import type { Map as MapLibre } from "maplibre-gl";
import { useTranslations } from "next-intl";
import { type CSSProperties, useEffect, useState } from "react";
import { MapFrame } from "./map-frame.tsx";

interface SwipeMapProps {
  readonly label: string;
  /** The overlays left and right of the curtain, each with a name. */
  readonly left: { readonly overlay: Overlay; readonly name: string };
  readonly right: { readonly overlay: Overlay; readonly name: string };
  readonly bounds?: Bbox | null | undefined;
  readonly className?: string | undefined;
}

/** Two states of one place under a curtain, moved by pointer or arrow keys. */
export function SwipeMap({ label, left, right, bounds, className }: SwipeMapProps) {
  const t = useTranslations("admin.map");
  const [at, setAt] = useState(50);
  const [under, setUnder] = useState<MapLibre | null>(null);
  const [over, setOver] = useState<MapLibre | null>(null);
  useEffect(() => (under && over ? moveTogether(under, over) : undefined), [under, over]);
  return (
    <div className={clsx("relative isolate", className)} style={{ "--curtain": `${at}%` } as CSSProperties}>
      <MapFrame label={label} overlay={left.overlay} bounds={bounds} onReady={setUnder} isUnder className="size-full" />
      {/* The upper map is clipped at the curtain. Pointer events on the clipped part reach the lower map. */}
      <div className="pointer-events-none absolute inset-0 [&_.maplibregl-canvas]:pointer-events-auto [&_.maplibregl-canvas]:[clip-path:inset(0_0_0_var(--curtain))]">
        <MapFrame label={label} overlay={right.overlay} bounds={bounds} onReady={setOver} className="size-full bg-transparent!" />
      </div>
      <Curtain label={t("curtain", { left: left.name, right: right.name })} value={at} onValueChange={setAt} />
      <Side className="left-2" isShown={at >= 12}>
        {left.name}
      </Side>
      <Side className="right-14" isShown={at <= 80}>
        {right.name}
      </Side>
    </div>
  );
}

function Side({ className, isShown, children }: { readonly className: string; readonly isShown: boolean; readonly children: string }) {
  if (!isShown) return null;
  return (
    <span
      aria-hidden
      className={clsx(
        "pointer-events-none absolute top-2 rounded-control bg-surface px-2 py-0.5 font-medium text-ink text-small shadow-raised",
        className,
      )}
    >
      {children}
    </span>
  );
}

/** Keeps two maps at the same view. */
function moveTogether(first: MapLibre, second: MapLibre): () => void {
  let isFollowing = false;
  const follow = (from: MapLibre, to: MapLibre) => () => {
    if (isFollowing) return;
    isFollowing = true;
    to.jumpTo({ center: from.getCenter(), zoom: from.getZoom() });
    isFollowing = false;
  };
  const [take, bring] = [follow(first, second), follow(second, first)];
  first.on("move", take);
  second.on("move", bring);
  bring();
  return () => {
    first.off("move", take);
    second.off("move", bring);
  };
}
