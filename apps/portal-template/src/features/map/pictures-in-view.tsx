"use client";
import { bboxAround, bboxesIntersect } from "@archipel/geo/bbox.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import type { Bounds } from "@archipel/map/ui/map-handle.ts";
import { useTranslations } from "next-intl";
import type { Pictures } from "../map-kit/use-pictures.ts";

interface PicturesInViewProps {
  readonly pictures: Pictures;
  readonly bounds: Bounds | null;
  readonly locale: "fr" | "en";
  readonly onFit: (bounds: Bounds) => void;
}

/** Nobody would read a longer list. */
const MAX_LISTED = 50;

/** The text alternative of the pictures on the map. Choosing one goes to it. */
export function PicturesInView({ pictures: { shownLayers, shown, titleOf }, bounds, locale, onFit }: PicturesInViewProps) {
  const t = useTranslations("map.list");
  const found = shown
    .flatMap(({ drawn, outlined }) => [...drawn, ...outlined])
    .filter(({ corners }) => bounds && bboxesIntersect(bboxAround(corners), [...bounds]));
  if (shownLayers.length === 0) return null;
  return (
    <section aria-label={t("pictures")} className="mb-4">
      <p aria-live="polite" className="text-ink-muted text-small">
        {t("picturesCount", { count: found.length, shown: formatNumber(locale, found.length) })}
      </p>
      <ul className="-mx-2">
        {found.slice(0, MAX_LISTED).map((picture) => (
          <li key={picture.id}>
            <button
              type="button"
              onClick={() => onFit(bboxAround(picture.corners))}
              className="wrap-anywhere flex min-h-10 w-full items-center rounded-control px-2 py-1.5 text-left leading-snug hover:bg-sunken"
            >
              {titleOf(picture.id)}
            </button>
          </li>
        ))}
      </ul>
      {found.length > MAX_LISTED && <p className="text-ink-muted text-small">{t("zoomIn")}</p>}
    </section>
  );
}
