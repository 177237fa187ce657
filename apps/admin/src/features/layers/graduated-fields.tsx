"use client";
import type { LayerSummary } from "@archipel/contracts/layers.ts";
import type { StatedStyle } from "@archipel/map-style/layer-style.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { hearEarly } from "@archipel/ui/hear-early.ts";
import { Select } from "@archipel/ui/select.tsx";
import { Slider } from "@archipel/ui/slider.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent, useState } from "react";
import { FIRST_STOPS, numericFields, RAMPS, type Ramp, stopsFrom } from "./style-draft.ts";
import { useLayerValues } from "./use-layer-values.ts";

type Graduated = Extract<StatedStyle, { kind: "graduated" }>;

interface GraduatedFieldsProps {
  readonly layer: LayerSummary;
  readonly style: Graduated;
  readonly onChange: (style: StatedStyle) => void;
}

const RAMP_NAMES = Object.keys(RAMPS) as Ramp[];

/** The range of a numeric field in classes, from light to strong. */
export function GraduatedFields({ layer, style, onChange }: GraduatedFieldsProps) {
  const t = useTranslations("admin.layers");
  const { isReading, error, read } = useLayerValues(layer);
  const [ramp, setRamp] = useState<Ramp>("blue");
  const [count, setCount] = useState(style.stops === FIRST_STOPS ? 5 : Math.max(2, style.stops.length));
  const classify = (column: string) =>
    read(column, ({ min, max }) => onChange({ ...style, column, stops: stopsFrom(min ?? 0, max ?? 1, count, ramp) }));
  const isNew = style.stops === FIRST_STOPS;
  // The first classes are computed as soon as this kind of style is chosen.
  const start = useEffectEvent(() => {
    if (isNew) void classify(style.column);
  });
  useEffect(() => start(), []);
  return (
    <div className="flex flex-col gap-3">
      <Field label={t("column")}>
        {(control) => (
          <Select
            {...control}
            value={style.column}
            disabled={isReading}
            options={numericFields(layer).map(({ column, label, name }) => ({ value: column, label: label ?? name }))}
            onChange={(event) => classify(event.target.value)}
          />
        )}
      </Field>
      <Slider label={t("classCount")} value={count} min={2} max={9} onValueChange={setCount} />
      <Field label={t("ramp")}>
        {(control) => (
          <Select
            {...control}
            value={ramp}
            options={RAMP_NAMES.map((value) => ({ value, label: t(`ramps.${value}`) }))}
            onChange={(event) => setRamp(RAMP_NAMES.find((name) => name === event.target.value) ?? "blue")}
          />
        )}
      </Field>
      <Button className="self-start" disabled={isReading} onClick={() => classify(style.column)}>
        {t("makeClasses")}
      </Button>
      {error && <Alert tone="danger" title={error} isLive />}
      <ClassList style={style} onChange={onChange} />
    </div>
  );
}

/** The classes of a range: start, colour and label of each. */
export function ClassList({ style, onChange }: Omit<GraduatedFieldsProps, "layer">) {
  const t = useTranslations("admin.layers");
  const change = (at: number, part: Partial<Graduated["stops"][number]>) =>
    onChange({ ...style, stops: style.stops.map((stop, index) => (index === at ? { ...stop, ...part } : stop)) });
  return (
    <ul className="flex flex-col gap-1.5 p-1">
      {style.stops.map((stop, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a class is its place in the range
        <li key={index} className="flex items-center gap-2">
          <input
            ref={hearEarly}
            type="color"
            value={stop.colour}
            aria-label={t("pickColour", { what: String(stop.from) })}
            className="size-9 shrink-0 rounded-control border border-line-strong bg-surface p-1"
            onChange={(event) => change(index, { colour: event.target.value })}
          />
          <span className="shrink-0 text-small">≥</span>
          <TextInput
            type="number"
            step="any"
            className="max-w-20"
            aria-label={t("classFrom", { index: index + 1 })}
            value={stop.from}
            onChange={(event) => {
              if (Number.isFinite(event.target.valueAsNumber)) change(index, { from: event.target.valueAsNumber });
            }}
          />
          <TextInput
            aria-label={t("classLabel", { value: String(stop.from) })}
            value={stop.label ?? ""}
            maxLength={120}
            placeholder={t("classLabelPlaceholder")}
            onChange={(event) => change(index, { label: event.target.value || undefined })}
          />
        </li>
      ))}
    </ul>
  );
}
