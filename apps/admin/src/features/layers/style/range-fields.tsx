"use client";
import { computedMethod, type FieldClasses } from "@archipel/contracts/layers.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { CLASS_METHODS, type GraduatedStyle, MAX_STOPS } from "@archipel/map-style/layer-style.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { Slider } from "@archipel/ui/slider.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useEffectEvent } from "react";
import { useFieldClasses } from "../use-layer-statistics.ts";
import { ClassRow } from "./class-row.tsx";
import { FieldChoice } from "./field-choice.tsx";
import { coloursFor, DEFAULT_CLASSES, DEFAULT_RAMP, FIRST_STOPS, numericFields, stopsFrom } from "./first-style.ts";
import { Histogram } from "./histogram.tsx";
import { OtherRow } from "./other-row.tsx";
import { PaletteChoice } from "./palette-choice.tsx";
import type { StylePartProps } from "./style-part.ts";
import { UnitField } from "./unit-field.tsx";
import { useLatest } from "./use-latest.ts";
import { useLayerClasses } from "./use-layer-classes.ts";

/** The range of a numeric field in classes, from light to strong. */
export function RangeFields({ layer, style, profiles, onChange }: StylePartProps<GraduatedStyle>) {
  const t = useTranslations("layers.style");
  const { isReading, error, readClasses } = useLayerClasses(layer);
  const latest = useLatest(style);
  const isNew = style.stops === FIRST_STOPS;
  const method = computedMethod.safeParse(style.method).data;
  const count = isNew ? DEFAULT_CLASSES : style.stops.length;
  const classes = useFieldClasses(layer, isNew ? null : { column: style.column, method: method ?? "quantile", count }).data;
  const classify = (column: string, by = method ?? "quantile", wanted = count) =>
    readClasses(column, by, wanted, ({ starts }) => {
      const { current } = latest;
      const before = column === current.column ? current.stops : [];
      onChange({ ...current, column, method: by, stops: stopsFrom(starts, before, current.palette) }, "classes");
    });
  // The first classes are computed as soon as this kind of style is chosen.
  const start = useEffectEvent(() => {
    if (isNew) void classify(style.column);
  });
  useEffect(() => start(), []);
  const field = layer.fields.find(({ column }) => column === style.column);
  return (
    <div className="flex flex-col gap-3">
      <FieldChoice
        label={t("column")}
        fields={numericFields(layer)}
        profiles={profiles}
        value={style.column}
        disabled={isReading}
        onChoose={(column) => void classify(column)}
      />
      <Field label={t("method")}>
        {(control) => (
          <Select
            {...control}
            value={style.method ?? "manual"}
            disabled={isReading}
            options={CLASS_METHODS.map((value) => ({ value, label: t(`methods.${value}`) }))}
            onChange={(event) => {
              const by = computedMethod.safeParse(event.target.value).data;
              if (by) void classify(style.column, by);
              else onChange({ ...style, method: "manual" }, "method");
            }}
          />
        )}
      </Field>
      <Slider
        label={t("classCount")}
        value={count}
        min={2}
        max={MAX_STOPS}
        onValueChange={(wanted) => void classify(style.column, undefined, wanted)}
      />
      <PaletteChoice
        value={style.palette}
        colours={style.stops.map(({ colour }) => colour)}
        kinds={["sequential", "diverging"]}
        onChange={(palette) => {
          const colours = coloursFor(palette, style.stops.length, DEFAULT_RAMP);
          onChange(
            { ...style, palette, stops: style.stops.map((stop, index) => ({ ...stop, colour: colours[index] ?? stop.colour })) },
            "palette",
          );
        }}
      />
      {error && <Alert tone="danger" title={error} isLive />}
      {classes && <Histogram classes={classes} stops={style.stops} field={field?.label ?? field?.name ?? ""} />}
      {classes && <Notes classes={classes} />}
      <StopList layer={layer} style={style} profiles={profiles} onChange={onChange} />
      <OtherRow style={style} onChange={(part, about) => onChange({ ...style, ...part }, about)} />
      <UnitField unit={style.unit} onChange={(unit) => onChange({ ...style, unit }, "unit")} />
    </div>
  );
}

function Notes({ classes }: { readonly classes: FieldClasses }) {
  const t = useTranslations("layers.style");
  const locale = useLocale();
  const { missing, isSample } = classes;
  if (missing === 0 && !isSample) return null;
  return (
    <p className="text-ink-muted text-small">
      {missing > 0 && t("missing", { count: missing, shown: formatNumber(locale, missing) })} {isSample && t("sample")}
    </p>
  );
}

/** The classes of a range: start, colour and label of each. */
export function StopList({ layer, style, onChange }: StylePartProps<GraduatedStyle>) {
  const t = useTranslations("layers.style");
  const change = (at: number, part: Partial<GraduatedStyle["stops"][number]>, about: string) => {
    const stops = style.stops.map((stop, index) => (index === at ? { ...stop, ...part } : stop));
    onChange({ ...style, stops, ...(part.from !== undefined && { method: "manual" }) }, `${about} ${at}`);
  };
  return (
    <ul className="flex flex-col gap-1.5 p-1">
      {style.stops.map((stop, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a class is its place in the range
        <li key={index} className="flex items-center gap-1.5">
          <ClassRow
            name={String(stop.from)}
            layer={layer}
            appearance={style.appearance}
            value={stop}
            onChange={(part, about) => change(index, part, about)}
            onRemove={
              style.stops.length > 2
                ? () => onChange({ ...style, method: "manual", stops: style.stops.filter((_, at) => at !== index) }, `remove ${index}`)
                : undefined
            }
          >
            <span className="shrink-0 text-small">≥</span>
            <TextInput
              type="number"
              step="any"
              className="max-w-20"
              aria-label={t("classFrom", { index: index + 1 })}
              value={stop.from}
              onChange={(event) => {
                if (Number.isFinite(event.target.valueAsNumber)) change(index, { from: event.target.valueAsNumber }, "from");
              }}
            />
          </ClassRow>
        </li>
      ))}
    </ul>
  );
}
