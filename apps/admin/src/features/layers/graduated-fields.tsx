"use client";
import type { LayerSummary } from "@archipel/contracts/layers.ts";
import type { StatedStyle } from "@archipel/map-style/layer-style.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { Slider } from "@archipel/ui/slider.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { numericFields, RAMPS, type Ramp, stopsFrom } from "./style-draft.ts";

type Graduated = Extract<StatedStyle, { kind: "graduated" }>;

interface GraduatedFieldsProps {
  readonly layer: LayerSummary;
  readonly style: Graduated;
  readonly onChange: (style: StatedStyle) => void;
}

const RAMP_NAMES = Object.keys(RAMPS) as Ramp[];

/** A number's range in classes, light to strong. */
export function GraduatedFields({ layer, style, onChange }: GraduatedFieldsProps) {
  const t = useTranslations("admin.layers");
  const api = useApi();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const [ramp, setRamp] = useState<Ramp>("blue");
  const [count, setCount] = useState(Math.max(3, style.stops.length));
  const [state, setState] = useState<{ readonly isPending: boolean; readonly error: string | null }>({ isPending: false, error: null });
  const classify = async (column: string) => {
    setState({ isPending: true, error: null });
    try {
      const { min, max } = await queryClient.fetchQuery(api.layers.values.queryOptions({ layerId: layer.id, column }));
      onChange({ ...style, column, stops: stopsFrom(min ?? 0, max ?? 1, count, ramp) });
      setState({ isPending: false, error: null });
    } catch (error) {
      setState({ isPending: false, error: errorText(error) });
    }
  };
  const change = (at: number, part: Partial<Graduated["stops"][number]>) =>
    onChange({ ...style, stops: style.stops.map((stop, index) => (index === at ? { ...stop, ...part } : stop)) });
  return (
    <div className="flex flex-col gap-3">
      <Field label={t("column")}>
        {(control) => (
          <Select
            {...control}
            value={style.column}
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
      <Button className="self-start" disabled={state.isPending} onClick={() => classify(style.column)}>
        {t("makeClasses")}
      </Button>
      {state.error && <Alert tone="danger" title={state.error} isLive />}
      <ul className="flex flex-col gap-1.5 p-1">
        {style.stops.map((stop, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a class is its place in the range
          <li key={index} className="flex items-center gap-2">
            <input
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
    </div>
  );
}
