"use client";
import { Button } from "@archipel/ui/button.tsx";
import { Tooltip } from "@archipel/ui/tooltip.tsx";
import { Locate, Minus, Plus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import type { MapHandle } from "./map-handle.ts";

interface MapControlsProps {
  readonly handle: MapHandle | null;
  /** Without it, the button for the visitor's own position is left out: frames of other sites do not know the position. */
  readonly onLocated?: (lon: number, lat: number) => void;
  readonly onLocationRefused?: () => void;
}

/** The buttons for zoom and for the visitor's own position. */
export function MapControls({ handle, onLocated, onLocationRefused }: MapControlsProps) {
  const t = useTranslations("map");
  const [isLocating, setLocating] = useState(false);
  const locate = () => {
    setLocating(true);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setLocating(false);
        onLocated?.(coords.longitude, coords.latitude);
      },
      () => {
        setLocating(false);
        onLocationRefused?.();
      },
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 60_000 },
    );
  };
  const square = "border-0! rounded-none!";
  return (
    <div className="grid overflow-hidden rounded-card border border-line bg-surface shadow-raised [&>*+*]:border-line [&>*+*]:border-t!">
      <Tooltip text={t("controls.zoomIn")} side="left">
        <Button isSquare tone="quiet" className={square} aria-label={t("controls.zoomIn")} onClick={() => handle?.zoomBy(1)}>
          <Plus aria-hidden className="size-5" />
        </Button>
      </Tooltip>
      <Tooltip text={t("controls.zoomOut")} side="left">
        <Button isSquare tone="quiet" className={square} aria-label={t("controls.zoomOut")} onClick={() => handle?.zoomBy(-1)}>
          <Minus aria-hidden className="size-5" />
        </Button>
      </Tooltip>
      {onLocated && (
        <Tooltip text={t("controls.locate")} side="left">
          <Button isSquare tone="quiet" className={square} aria-label={t("controls.locate")} aria-busy={isLocating} onClick={locate}>
            <Locate aria-hidden className={isLocating ? "size-5 animate-pulse" : "size-5"} />
          </Button>
        </Tooltip>
      )}
    </div>
  );
}
