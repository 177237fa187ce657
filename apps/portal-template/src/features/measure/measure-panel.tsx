import type { LonLat } from "@archipel/geo/geodesic.ts";
import { formatCoordinates, formatNumber } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { MapHandle } from "@archipel/map/ui/map-handle.ts";
import { CopyButton } from "@archipel/ui/copy-button.tsx";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import type { ToolProps } from "../map-kit/map-tool.ts";
import { AnswerForArea } from "./answer-for-area.tsx";
import { ChoiceBar } from "./choice-bar.tsx";
import { DownloadButton } from "./download-button.tsx";
import { DrawnLine } from "./drawn-line.tsx";
import { sheetLine } from "./drawn-line-sides.ts";
import { areaText, azimuthText, geoJsonOf, lambert93, lengthText, MEASURES, type Measure, measured, sexagesimal } from "./figures.ts";
import { encodeLine, MOST_PLACES } from "./line-code.ts";
import { ToolFrame } from "./tool-frame.tsx";
import { useDrawnPoints } from "./use-drawn-points.ts";

/** Results that an exported sheet has room for. */
const MOST_ROWS = 8;

/** Measures distances, areas and coordinates of what the visitor draws. */
export default function MeasurePanel(props: ToolProps) {
  const { handle } = props.context;
  return handle && <Measuring {...props} handle={handle} />;
}

function Measuring({ handle, context: { locale, portal }, start, pick, onView, onClose }: ToolProps & { readonly handle: MapHandle }) {
  const t = useTranslations("tools");
  const [what, setWhat] = useState<Measure>(() => MEASURES.find((one) => one === start.what) ?? "distance");
  const { points, dispatch, canUndo, isEnded } = useDrawnPoints(handle, start.line, pick, what === "place");
  const shown = what === "place" ? points.slice(-1) : points;
  const line = encodeLine(shown);
  const results = useResults(what, shown, locale);
  const [headline, ...rest] = results;
  const report = useEffectEvent(() =>
    onView({
      query: { what, ...(line && { line }) },
      isDrawing: true,
      sheet: {
        lines: [sheetLine(shown, what === "area")],
        figures: results.length > 0 ? { title: t(`measure.${what}`), rows: results.slice(0, MOST_ROWS) } : undefined,
      },
    }),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the report is made of
  useEffect(() => report(), [what, line]);
  return (
    <ToolFrame title={t("measure.title")} onClose={onClose} dispatch={dispatch} canUndo={canUndo} hasPoints={points.length > 0}>
      <DrawnLine
        handle={handle}
        points={shown}
        isClosed={what === "area"}
        dispatch={dispatch}
        label={t("points.label")}
        nameOf={(index) => {
          const [lon, lat] = shown[index] ?? [0, 0];
          return t("points.one", { index: index + 1, count: shown.length, place: formatCoordinates(locale, lon, lat) });
        }}
      />
      <div role="status">
        {headline ? (
          <>
            <span className="block text-ink-muted text-small">{headline.label}</span>
            <span className="figures font-semibold text-h3">{headline.value}</span>
          </>
        ) : (
          t(`measure.hint.${what}`)
        )}
      </div>
      {headline && what !== "place" && <p className="text-ink-muted text-small">{t(isEnded ? "points.ended" : "points.end")}</p>}
      <ChoiceBar
        legend={t("measure.what")}
        value={what}
        onChange={setWhat}
        options={MEASURES.map((value) => ({ value, label: t(`measure.${value}`) }))}
      />
      {rest.length > 0 && (
        <dl className="max-h-56 divide-y divide-line overflow-y-auto border-line border-y">
          {rest.map(({ label, value }) => (
            <div key={label} className="flex flex-wrap justify-between gap-x-4 py-1.5">
              <dt className="text-ink-muted">{label}</dt>
              <dd className="figures">{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {points.length >= MOST_PLACES && <p role="status">{t("points.full", { count: MOST_PLACES })}</p>}
      {headline && (
        <div className="-ml-4 flex flex-wrap">
          <CopyButton
            text={results.map(({ label, value }) => `${label}\t${value}`).join("\n")}
            label={t("measure.copy")}
            copiedLabel={t("measure.copied")}
          />
          <DownloadButton
            label={t("measure.download")}
            fileName={`${t("measure.file")}.geojson`}
            mediaType="application/geo+json"
            content={() => JSON.stringify(geoJsonOf(what, shown), null, 1)}
          />
        </div>
      )}
      {portal.hasAnswers && what === "area" && shown.length > 2 && <AnswerForArea portalId={portal.id} points={shown} />}
      <p className="text-ink-muted text-small">{t("measure.exact")}</p>
    </ToolFrame>
  );
}

interface Result {
  readonly label: string;
  readonly value: string;
}

/** The results in words, the main one first; empty until there is one. */
function useResults(what: Measure, points: readonly LonLat[], locale: Locale): Result[] {
  const t = useTranslations("tools.measure");
  const [first] = points;
  if (what === "place") return first ? coordinatesOf(first) : [];
  const { legs, metres, area, perimeter } = measured(what, points);
  if (legs.length === 0) return [];
  const each = legs.map(({ metres: length, azimuth }, index) => ({
    label: t("leg", { index: index + 1 }),
    value: `${lengthText(locale, length)}, ${t("azimuth", { degrees: azimuthText(locale, azimuth) })}`,
  }));
  if (area === null || perimeter === null) return [{ label: t("total"), value: lengthText(locale, metres) }, ...each];
  return [{ label: t("surface"), value: areaText(locale, area) }, { label: t("perimeter"), value: lengthText(locale, perimeter) }, ...each];

  function coordinatesOf([lon, lat]: LonLat): Result[] {
    const metric = lambert93([lon, lat]);
    const whole = (value: number) => formatNumber(locale, Number(value.toFixed(2)), 2);
    return [
      { label: t("wgs84"), value: `${lat.toFixed(7)}, ${lon.toFixed(7)}` },
      { label: t("sexagesimal"), value: sexagesimal(locale, [lon, lat]) },
      {
        label: t("lambert93"),
        value: metric ? `${t("east", { metres: whole(metric[0]) })}, ${t("north", { metres: whole(metric[1]) })}` : t("outside"),
      },
    ];
  }
}
