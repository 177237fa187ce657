import { formatNumber, formatPercent } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import type { CloudEngine, CloudLook } from "@archipel/point-view/draw/cloud-engine.ts";
import { areaFigures, lineFigures } from "@archipel/point-view/measure/figures.ts";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { useTranslations } from "next-intl";
import { type Dispatch, Fragment, type ReactNode, useMemo } from "react";
import { areaText, lengthText } from "../measure/figures.ts";
import { CLOUD_MEASURES, type Measuring, type MeasuringAction } from "./measuring.ts";
import { PlaceActs, PlaceList } from "./place-acts.tsx";
import { SectionFigures } from "./section-figures.tsx";

interface MeasurePanelProps {
  readonly engine: CloudEngine;
  readonly look: CloudLook;
  readonly measuring: Measuring;
  readonly dispatch: Dispatch<MeasuringAction>;
  readonly width: number;
  readonly onWidth: (width: number) => void;
  /** Takes the point in the middle of the view. */
  readonly onMiddle: () => void;
  readonly locale: Locale;
}

/** Measures between points that the visitor chooses, in figures. */
export function MeasurePanel({ engine, look, measuring, dispatch, width, onWidth, onMiddle, locale }: MeasurePanelProps) {
  const t = useTranslations("clouds.viewer.measure");
  const { what, places } = measuring;
  return (
    <div className="grid gap-4">
      <RadioGroup
        legend={t("what")}
        name="cloud-measure"
        isInline
        value={what}
        options={CLOUD_MEASURES.map((value) => ({ value, label: t(`kind.${value}`) }))}
        onValueChange={(value) => {
          const chosen = CLOUD_MEASURES.find((one) => one === value);
          if (chosen) dispatch({ type: "chosen", what: chosen });
        }}
      />
      <p className="text-ink-muted text-small">{t(`hint.${what}`)}</p>
      <PlaceActs places={places} dispatch={dispatch} onMiddle={onMiddle} />
      {what === "section" ? (
        <SectionFigures engine={engine} look={look} places={places} width={width} onWidth={onWidth} locale={locale} />
      ) : (
        <Figures engine={engine} look={look} measuring={measuring} locale={locale} />
      )}
      <PlaceList engine={engine} places={places} locale={locale} />
    </div>
  );
}

function Figures({
  engine,
  look,
  measuring: { what, places },
  locale,
}: Pick<MeasurePanelProps, "engine" | "look" | "measuring" | "locale">) {
  const t = useTranslations("clouds.viewer.measure");
  // biome-ignore lint/correctness/useExhaustiveDependencies: hidden classes change what is measured
  const volume = useMemo(
    () => (what === "volume" && places.length >= 3 ? engine.volume(places) : null),
    [engine, what, places, look.hidden],
  );
  if (what === "distance") {
    if (places.length < 2) return null;
    const { length, horizontal, rise } = lineFigures(places);
    return (
      <List
        rows={[
          [t("length"), lengthText(locale, length)],
          [t("horizontal"), lengthText(locale, horizontal)],
          [t("rise"), `${rise < 0 ? "−" : "+"}${lengthText(locale, Math.abs(rise))}`],
          horizontal > 0 && [t("slope"), formatPercent(locale, Math.abs(rise) / horizontal)],
        ]}
      />
    );
  }
  if (places.length < 3) return null;
  const { area, perimeter } = areaFigures(places);
  if (what === "area")
    return (
      <List
        rows={[
          [t("area"), areaText(locale, area)],
          [t("perimeter"), lengthText(locale, perimeter)],
        ]}
      />
    );
  if (!volume) return <p>{t("noVolume")}</p>;
  return (
    <>
      <List
        rows={[
          [t("above"), `${formatNumber(locale, volume.above, 1)}\u00a0m³`],
          [t("below"), `${formatNumber(locale, volume.below, 1)}\u00a0m³`],
          [t("area"), areaText(locale, area)],
          [t("level"), lengthText(locale, volume.level)],
        ]}
      />
      <p className="text-ink-muted text-small">
        {t("volumeNote", { cell: formatNumber(locale, volume.cell, 2), covered: formatPercent(locale, volume.covered) })}
      </p>
    </>
  );
}

function List({ rows }: { readonly rows: readonly (readonly [string, ReactNode] | false)[] }) {
  return (
    <div role="status">
      <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-1">
        {rows.map(
          (row) =>
            row && (
              <Fragment key={row[0]}>
                <dt className="text-ink-muted">{row[0]}</dt>
                <dd className="figures text-right">{row[1]}</dd>
              </Fragment>
            ),
        )}
      </dl>
    </div>
  );
}
