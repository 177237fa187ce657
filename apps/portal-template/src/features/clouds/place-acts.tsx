import { formatNumber } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { CloudEngine } from "@archipel/point-view/draw/cloud-engine.ts";
import type { Triple } from "@archipel/pointcloud/las/header.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Tooltip } from "@archipel/ui/tooltip.tsx";
import { Crosshair, Trash2, Undo2 } from "lucide-react";
import { useTranslations } from "next-intl";
import type { Dispatch, ReactNode } from "react";
import type { MeasuringAction } from "./measuring.ts";

interface PlaceActsProps {
  readonly places: readonly Triple[];
  readonly dispatch: Dispatch<MeasuringAction>;
  /** Takes the point in the middle of the view. */
  readonly onMiddle: () => void;
}

/** Takes a point without a mouse, takes back the last one, or all. */
export function PlaceActs({ places, dispatch, onMiddle }: PlaceActsProps) {
  const t = useTranslations("clouds.viewer.measure");
  return (
    <>
      <div className="flex gap-1">
        <Button className="min-w-0 px-3" onClick={onMiddle}>
          <Crosshair aria-hidden className="size-4" />
          {t("middle")}
        </Button>
        <Act label={t("undo")} isPossible={places.length > 0} onAct={() => dispatch({ type: "undone" })}>
          <Undo2 aria-hidden className="size-5" />
        </Act>
        <Act label={t("clear")} isPossible={places.length > 0} onAct={() => dispatch({ type: "cleared" })}>
          <Trash2 aria-hidden className="size-5" />
        </Act>
      </div>
      <p role="status" className="sr-only">
        {t("points", { count: places.length })}
      </p>
    </>
  );
}

interface ActProps {
  readonly label: string;
  readonly isPossible: boolean;
  readonly onAct: () => void;
  readonly children: ReactNode;
}

function Act({ label, isPossible, onAct, children }: ActProps) {
  return (
    <Tooltip text={label}>
      <Button tone="quiet" isSquare aria-label={label} disabled={!isPossible} onClick={onAct}>
        {children}
      </Button>
    </Tooltip>
  );
}

interface PlaceListProps {
  readonly engine: CloudEngine;
  readonly places: readonly Triple[];
  readonly locale: Locale;
}

/** The chosen places in words. */
export function PlaceList({ engine, places, locale }: PlaceListProps) {
  const t = useTranslations("clouds.viewer.measure");
  if (places.length === 0) return null;
  return (
    <ol className="grid gap-0.5 text-small">
      {places.map((place, index) => {
        const [x, y, z] = engine.toLayer(place);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a point has no identity beyond its place in the line
          <li key={index} className="figures text-ink-muted">
            {t("place", {
              number: index + 1,
              x: formatNumber(locale, x, 2),
              y: formatNumber(locale, y, 2),
              z: formatNumber(locale, z, 2),
            })}
          </li>
        );
      })}
    </ol>
  );
}
