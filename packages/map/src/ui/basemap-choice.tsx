"use client";
import { BASEMAPS, type Basemap } from "@archipel/map-style/basemap-choice.ts";
import { hearEarly } from "@archipel/ui/hear-early.ts";
import { clsx } from "clsx";
import { Image, type LucideIcon, MapMinus, Map as Plan, Square } from "lucide-react";
import { useTranslations } from "next-intl";
import type { PictureLayer } from "../layers/pictures.ts";

const ICONS: Record<Basemap, LucideIcon> = { plan: Plan, muted: MapMinus, none: Square };

interface BasemapChoiceProps {
  readonly basemap: Basemap;
  /** Datasets with pictures, such as aerial photographs. */
  readonly pictures: readonly PictureLayer[];
  /** The one that is the ground now. */
  readonly shown: string | null;
  readonly onChoose: (basemap: Basemap, pictures: string | null) => void;
}

/** What is drawn below the data: the plan, a quiet one, nothing, or the portal's own photographs. */
export function BasemapChoice({ basemap, pictures, shown, onChoose }: BasemapChoiceProps) {
  const t = useTranslations("map.basemaps");
  const option = (key: string, label: string, Icon: LucideIcon, isChosen: boolean, choose: () => void) => (
    <label
      key={key}
      className={clsx(
        "flex min-h-10 cursor-pointer items-center gap-2 rounded-control border px-2.5 py-1.5 text-small leading-snug has-focus-visible:outline-2 has-focus-visible:outline-accent",
        isChosen ? "border-accent bg-accent-soft font-medium text-accent-ink" : "border-line hover:bg-sunken",
      )}
    >
      <input ref={hearEarly} type="radio" name="basemap" className="sr-only" checked={isChosen} onChange={choose} />
      <Icon aria-hidden className="size-4 shrink-0" />
      {label}
    </label>
  );
  return (
    <fieldset className="border-line border-t py-3">
      <legend className="float-left mb-2 w-full font-medium font-text">{t("title")}</legend>
      <div className="clear-both grid grid-cols-2 gap-2">
        {BASEMAPS.map((one) => option(one, t(one), ICONS[one], shown === null && basemap === one, () => onChoose(one, null)))}
        {pictures.map(({ id, datasetTitle }) => option(id, datasetTitle, Image, shown === id, () => onChoose("plan", id)))}
      </div>
    </fieldset>
  );
}
