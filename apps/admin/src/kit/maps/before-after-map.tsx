"use client";
import type { Bbox } from "@archipel/contracts/place.ts";
import type { Overlay } from "@archipel/map/layers/overlay.ts";
import { Slider } from "@archipel/ui/slider.tsx";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { MapFrame } from "./map-frame.tsx";
import { SwipeMap } from "./swipe-map.tsx";

const WAYS = ["fade", "swipe"] as const;

interface BeforeAfterMapProps {
  readonly label: string;
  /** Both states in one overlay. @param mix 0 shows only the state before, 1 only the state after */
  readonly overlay: (mix: number) => Overlay;
  readonly names: readonly [before: string, after: string];
  readonly bounds: Bbox | null;
  readonly className?: string | undefined;
}

/** Two states on a map: a slider fades between them, or a curtain divides them. */
export function BeforeAfterMap({ label, overlay, names, bounds, className }: BeforeAfterMapProps) {
  const t = useTranslations("admin.contributions.map");
  const [way, setWay] = useState<(typeof WAYS)[number]>("fade");
  const [mix, setMix] = useState(50);
  return (
    <div className="flex flex-col gap-2">
      {way === "fade" ? (
        <MapFrame label={label} overlay={overlay(mix / 100)} bounds={bounds} className={className} />
      ) : (
        <SwipeMap
          label={label}
          left={{ overlay: overlay(0), name: names[0] }}
          right={{ overlay: overlay(1), name: names[1] }}
          bounds={bounds}
          className={className}
        />
      )}
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-2">
        <fieldset className="flex gap-1">
          <legend className="sr-only">{t("way")}</legend>
          {WAYS.map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={one === way}
              onClick={() => setWay(one)}
              className="min-h-9 rounded-control border border-transparent px-3 text-ink text-small hover:bg-sunken aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:font-medium aria-pressed:text-accent-ink"
            >
              {t(`ways.${one}`)}
            </button>
          ))}
        </fieldset>
        {way === "fade" && (
          <div className="min-w-0 flex-1 basis-52 sm:max-w-96">
            <Slider
              label={t("mix")}
              value={mix}
              step={10}
              format={(value) => t(value === 0 ? "beforeOnly" : value === 100 ? "afterOnly" : "both")}
              onValueChange={setMix}
            />
          </div>
        )}
      </div>
    </div>
  );
}
