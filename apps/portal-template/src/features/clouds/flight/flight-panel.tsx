import { formatNumber } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { CloudEngine } from "@archipel/point-view/draw/cloud-engine.ts";
import type { Camera } from "@archipel/point-view/scene/camera.ts";
import { MOST_STOPS } from "@archipel/point-view/scene/flight.ts";
import { Button } from "@archipel/ui/button.tsx";
import { CopyButton } from "@archipel/ui/copy-button.tsx";
import { ArrowUp, Plus, Trash2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { FlightButton } from "./flight-button.tsx";
import type { FlightPlay } from "./use-flight.ts";

interface FlightPanelProps {
  readonly engine: CloudEngine;
  readonly play: FlightPlay;
  /** Stops in the CRS of the layer; null: the flight over the tiles. */
  readonly path: readonly Camera[] | null;
  readonly onPath: (path: readonly Camera[] | null) => void;
  /** The address of this page with a flight that begins at once. */
  readonly address: () => string;
  readonly locale: Locale;
}

/** Plays the flight, and makes one of one's own: a list of views that it passes through. */
export function FlightPanel({ engine, play, path, onPath, address, locale }: FlightPanelProps) {
  const t = useTranslations("clouds.viewer.flight");
  const stops = path ?? [];
  const change = (next: readonly Camera[]) => onPath(next.length > 0 ? next : null);
  const degrees = (value: number) => `${formatNumber(locale, Math.round(value))}°`;
  return (
    <section aria-labelledby="flight-title" className="grid gap-3">
      <h2 id="flight-title" className="font-medium font-text text-base">
        {t("title")}
      </h2>
      <p className="text-ink-muted text-small">{t(path ? "hintOwn" : "hint")}</p>
      <div>
        <FlightButton play={play} />
      </div>
      <div className="-ml-4">
        <CopyButton text={address} label={t("copy")} copiedLabel={t("copied")} />
      </div>
      {stops.length > 0 && (
        <ol className="grid gap-1">
          {stops.map((stop, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a stop has no identity beyond its place in the flight
            <li key={index} className="flex items-center gap-1">
              <div className="min-w-0 flex-1">
                <button
                  type="button"
                  className="min-h-8 text-left text-accent-ink underline underline-offset-4"
                  onClick={() => engine.move(engine.fromLayer(stop))}
                >
                  {t("stop", { number: index + 1 })}
                </button>
                <p className="figures text-ink-muted text-small">
                  {t("stopFacts", {
                    distance: formatNumber(locale, Math.round(stop.distance)),
                    direction: degrees(stop.azimuth),
                    tilt: degrees(stop.tilt),
                  })}
                </p>
              </div>
              <Button
                tone="quiet"
                isSquare
                aria-label={t("earlier", { number: index + 1 })}
                disabled={index === 0}
                onClick={() => change([...stops.slice(0, index - 1), stop, stops[index - 1] ?? stop, ...stops.slice(index + 1)])}
              >
                <ArrowUp aria-hidden className="size-4" />
              </Button>
              <Button
                tone="quiet"
                isSquare
                aria-label={t("remove", { number: index + 1 })}
                onClick={() => change(stops.filter((_, at) => at !== index))}
              >
                <Trash2 aria-hidden className="size-4" />
              </Button>
            </li>
          ))}
        </ol>
      )}
      <div className="flex flex-wrap items-center gap-2">
        <Button disabled={stops.length >= MOST_STOPS} onClick={() => change([...stops, engine.layerCamera])}>
          <Plus aria-hidden className="size-4" />
          {t("add")}
        </Button>
        {stops.length > 0 && (
          <Button tone="quiet" onClick={() => onPath(null)}>
            {t("clear")}
          </Button>
        )}
      </div>
      <p role="status" className="text-ink-muted text-small">
        {stops.length === 1 && t("oneMore")}
        {stops.length >= MOST_STOPS && t("most", { most: MOST_STOPS })}
      </p>
    </section>
  );
}
