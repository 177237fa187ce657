import { formatNumber } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { returnKind } from "@archipel/point-view/colour/ramps.ts";
import type { CloudEngine } from "@archipel/point-view/draw/cloud-engine.ts";
import type { PickedPoint } from "@archipel/point-view/measure/pick-point.ts";
import { Button } from "@archipel/ui/button.tsx";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { useClassName } from "./class-name.ts";

/** Where the pressed point is, as the camera moves. */
export function PickedMark({ engine, picked }: { readonly engine: CloudEngine; readonly picked: PickedPoint }) {
  useSyncExternalStore(
    (listener) => engine.subscribe(listener),
    () => engine.camera,
    () => engine.camera,
  );
  const pixel = engine.pixelOf(picked.place);
  return (
    pixel && (
      <svg aria-hidden className="pointer-events-none absolute inset-0 size-full" fill="none">
        <circle cx={pixel[0]} cy={pixel[1]} r={9} className="stroke-surface" strokeWidth={5} />
        <circle cx={pixel[0]} cy={pixel[1]} r={9} className="stroke-map-selection" strokeWidth={2.5} />
      </svg>
    )
  );
}

interface PickedCardProps {
  readonly engine: CloudEngine;
  readonly picked: PickedPoint;
  readonly onClose: () => void;
  readonly locale: Locale;
}

const KINDS = ["only", "first", "between", "last"] as const;

/** What is known of one point. */
export function PickedCard({ engine, picked, onClose, locale }: PickedCardProps) {
  const t = useTranslations("clouds.viewer");
  const nameOf = useClassName();
  const [x, y, z] = engine.toLayer(picked.place);
  const kind = KINDS[returnKind(picked.returnNumber, picked.returns)] ?? "only";
  return (
    <div
      role="status"
      className="pointer-events-auto mx-auto flex w-fit max-w-full items-start gap-2 rounded-card border border-line bg-surface py-1 pr-1 pl-4 shadow-raised"
    >
      <p className="py-1.5 text-small">
        <strong className="block font-medium text-base first-letter:uppercase">{nameOf(picked.classification)}</strong>
        <span className="figures">
          {t("picked.height", { metres: formatNumber(locale, z, 2) })} ·{" "}
          {t("picked.place", { x: formatNumber(locale, x, 2), y: formatNumber(locale, y, 2) })}
        </span>
        <span className="block text-ink-muted">
          {t(`returns.${kind}`)} · {t("picked.intensity", { value: formatNumber(locale, picked.intensity) })}
        </span>
      </p>
      <Button tone="quiet" isSquare aria-label={t("picked.close")} onClick={onClose}>
        <X aria-hidden className="size-5" />
      </Button>
    </div>
  );
}
