"use client";
import type { PublicReport } from "@archipel/contracts/reports.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import { formatCoordinates } from "@archipel/i18n/format.ts";
import { withSketch } from "@archipel/map/layers/report-marks.ts";
import { initialState } from "@archipel/map/model/map-state.ts";
import { MapCanvas } from "@archipel/map/ui/map-canvas.tsx";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { geometryOf } from "../../contributions/draft-sync.ts";
import type { MapLook } from "../../map-kit/look.ts";
import { useEditColours, useMapStyle } from "../../map-kit/use-map-style.ts";

interface ReportMapProps {
  readonly report: PublicReport;
  readonly look: MapLook;
  readonly basemapStyleUrl: string | null;
  readonly locale: Locale;
}

const PADDING = { top: 24, right: 24, bottom: 24, left: 24 };
const NO_LAYERS: readonly [] = [];
const CLOSE = 16;
const nothing = () => undefined;

/** The place of the report, with the author's sketch. */
export function ReportMap({ report, look, basemapStyleUrl, locale }: ReportMapProps) {
  const t = useTranslations("reports");
  const { lon, lat } = report.place;
  const [state] = useState(() => initialState(NO_LAYERS, { lon, lat, zoom: CLOSE }));
  const [isFailed, setFailed] = useState(false);
  const colours = useEditColours(look);
  const { style: plain } = useMapStyle({ look, basemapStyleUrl, layers: NO_LAYERS, state, locale });
  const marks = useMemo(
    () =>
      (report.sketch?.features ?? []).flatMap(({ properties: { kind, text }, geometry }) => {
        const drawn = geometryOf(geometry);
        return drawn ? [{ kind, text, geometry: drawn }] : [];
      }),
    [report.sketch],
  );
  const style = useMemo(
    () => withSketch(plain, marks, { colour: colours.shape, ground: colours.ground, ink: colours.ink, font: look.font }),
    [plain, marks, colours, look.font],
  );
  const marker = useMemo(() => ({ lon, lat, label: t("entry.marker") }), [lon, lat, t]);
  return (
    <figure>
      {!isFailed && (
        <div className="relative aspect-square overflow-hidden rounded-card border border-line max-lg:aspect-[4/3]">
          <MapCanvas
            className="absolute inset-0"
            style={style}
            view={state.view}
            marker={marker}
            label={t("page.place")}
            padding={PADDING}
            onReady={nothing}
            onMoved={nothing}
            onPicked={nothing}
            onSettled={nothing}
            onFailed={() => setFailed(true)}
          />
        </div>
      )}
      <figcaption className="figures mt-1 text-ink-muted text-small">{formatCoordinates(locale, lon, lat)}</figcaption>
    </figure>
  );
}
