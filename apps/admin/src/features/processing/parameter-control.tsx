"use client";
import type { ParameterDescription, ProcessableLayer } from "@archipel/contracts/processing.ts";
import { crsCatalogue } from "@archipel/geo/crs.ts";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { type ControlProps, Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { crsTitle } from "../../kit/crs-choice.tsx";
import { AreaControl } from "../../kit/maps/area-control.tsx";
import { CheckList } from "./check-list.tsx";
import { ConditionControl } from "./condition-control.tsx";
import { aroundChosen, fittingLayers, offeredFields, type Values } from "./form-values.ts";
import { useWords } from "./use-catalogue.ts";

interface ParameterControlProps {
  readonly parameter: ParameterDescription;
  readonly values: Values;
  readonly layers: readonly ProcessableLayer[];
  readonly error?: string | undefined;
  readonly onChange: (value: unknown) => void;
}

/** The input of one parameter, built from its description. */
export function ParameterControl({ parameter, values, layers, error, onChange }: ParameterControlProps) {
  const t = useTranslations("processing");
  const words = useWords();
  const value = values[parameter.key];
  const label = words(parameter.label);
  const hint = parameter.help ? words(parameter.help) : undefined;
  switch (parameter.kind) {
    case "boolean":
      return <Checkbox label={label} hint={error ?? hint} checked={value === true} onChange={(event) => onChange(event.target.checked)} />;
    case "layers":
      return (
        <CheckList
          legend={label}
          hint={hint}
          error={error}
          options={fittingLayers(parameter, layers).map((layer) => ({ value: layer.id, label: layerLabel(layer) }))}
          chosen={textsOf(value)}
          onChange={onChange}
        />
      );
    case "fields": {
      const fields = offeredFields(parameter, values, layers);
      return (
        <CheckList
          legend={label}
          hint={fields.length === 0 ? t("chooseLayerFirst") : hint}
          error={error}
          options={fields.map((field) => ({ value: field.column, label: field.label ?? field.name }))}
          chosen={textsOf(value)}
          onChange={onChange}
        />
      );
    }
    case "area":
      return (
        <AreaControl label={label} hint={hint} error={error} value={value} around={aroundChosen(values, layers)} onChange={onChange} />
      );
    case "condition":
      return (
        <ConditionControl
          label={label}
          hint={hint}
          error={error}
          fields={offeredFields(parameter, values, layers)}
          value={value}
          onChange={onChange}
        />
      );
    default: {
      const mark = parameter.isOptional ? t("optional") : undefined;
      const limits = parameter.kind === "number" ? t("limits", { min: parameter.min, max: parameter.max }) : undefined;
      return (
        <Field label={label} hint={hint ?? limits} error={error} mark={mark} isRequired={!parameter.isOptional} className="max-w-xl">
          {(control) => (
            <PlainControl parameter={parameter} control={control} value={value} values={values} layers={layers} onChange={onChange} />
          )}
        </Field>
      );
    }
  }
}

interface PlainControlProps {
  readonly parameter: Extract<ParameterDescription, { kind: "layer" | "field" | "number" | "choice" | "text" | "crs" }>;
  readonly control: ControlProps;
  readonly value: unknown;
  readonly values: Values;
  readonly layers: readonly ProcessableLayer[];
  readonly onChange: (value: unknown) => void;
}

function PlainControl({ parameter, control, value, values, layers, onChange }: PlainControlProps) {
  const t = useTranslations("processing");
  const words = useWords();
  const text = typeof value === "string" || typeof value === "number" ? String(value) : "";
  const none = { value: "", label: t("choose") };
  const select = (options: readonly { value: string; label: string }[]) => (
    <Select
      {...control}
      value={text}
      options={options}
      onChange={(event) => onChange(event.target.value === "" ? null : event.target.value)}
    />
  );
  switch (parameter.kind) {
    case "layer":
      return select([none, ...fittingLayers(parameter, layers).map((layer) => ({ value: layer.id, label: layerLabel(layer) }))]);
    case "field":
      return select([
        none,
        ...offeredFields(parameter, values, layers).map((field) => ({ value: field.column, label: field.label ?? field.name })),
      ]);
    case "choice":
      return select(parameter.options.map((option) => ({ value: option.value, label: words(option.label) })));
    case "crs":
      return select([none, ...crsCatalogue.map(({ srid }) => ({ value: String(srid), label: crsTitle(srid) }))]);
    case "text":
      return <TextInput {...control} value={text} maxLength={parameter.maxLength} onChange={(event) => onChange(event.target.value)} />;
    case "number":
      return (
        <span className="flex items-center gap-2">
          <TextInput
            {...control}
            inputMode="decimal"
            className="max-w-40"
            value={text}
            onChange={(event) => onChange(event.target.value)}
          />
          {parameter.unit && <span className="text-ink-muted">{words(parameter.unit)}</span>}
        </span>
      );
  }
}

const layerLabel = ({ title, datasetTitle }: ProcessableLayer) => (title === datasetTitle ? title : `${datasetTitle} — ${title}`);

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
