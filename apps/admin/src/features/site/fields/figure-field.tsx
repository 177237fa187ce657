"use client";
import { FIGURE_MEASURES, type Figure } from "@archipel/blocks/field.ts";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { type FieldProps, useFields } from "./fields-context.tsx";
import { FigureResult } from "./figure-result.tsx";
import { ThingSelect } from "./link-field.tsx";
import { ChoiceField } from "./simple-fields.tsx";

const WHOLE = ["datasets", "layers", "features", "members", "reports-settled"] as const;
type Measure = (typeof FIGURE_MEASURES)[number];
const OF_COLUMN: readonly Measure[] = ["sum", "average", "min", "max"];

/** A number that the platform computes: of the whole portal, or of one of its layers. Its value is shown at once. */
export function FigureField({ label, where, value, onChange }: FieldProps<Figure>) {
  const t = useTranslations("site-editor.figure");
  const { things } = useFields();
  const name = useId();
  const layers = things.layers?.filter(({ abilities }) => abilities.includes("features")) ?? null;
  const layer = value.of === "layer" ? layers?.find(({ id }) => id === value.layer) : undefined;
  const numbers = layer?.fields.filter(({ type, isHidden }) => !isHidden && (type === "integer" || type === "double")) ?? [];
  const first = layers?.[0];
  const choose = (of: string) => {
    const whole = WHOLE.find((one) => one === of);
    if (whole) onChange({ of: whole });
    else if (first) onChange({ of: "layer", layer: first.id, measure: "count" });
  };
  const options = [
    ...WHOLE.map((of) => ({ value: of, label: t(`of.${of}`) })),
    ...(first ? [{ value: "layer", label: t("of.layer") }] : []),
  ];
  return (
    <fieldset aria-labelledby={`${name}-label`} className="flex flex-col gap-3 rounded-card border border-line p-3">
      <span id={`${name}-label`} className="font-medium">
        {label}
      </span>
      <ChoiceField label={t("what")} where={where} value={value.of} options={options} onChange={choose} />
      {value.of === "layer" && (
        <>
          <ThingSelect
            label={t("layer")}
            value={value.layer}
            options={
              layers?.map(({ id, title, datasetTitle }) => ({
                value: id,
                label: title === datasetTitle ? title : `${datasetTitle} › ${title}`,
              })) ?? null
            }
            onChange={(id) => id && onChange({ of: "layer", layer: id, measure: "count" })}
          />
          <ChoiceField
            label={t("measure")}
            where={`${where}.measure`}
            value={value.measure}
            options={FIGURE_MEASURES.filter((one) => numbers.length > 0 || !OF_COLUMN.includes(one)).map((one) => ({
              value: one,
              label: t(`measures.${one}`),
            }))}
            onChange={(next) => {
              const measure = FIGURE_MEASURES.find((one) => one === next) ?? "count";
              const column = value.column ?? numbers[0]?.column;
              onChange({ of: "layer", layer: value.layer, measure, ...(OF_COLUMN.includes(measure) && column && { column }) });
            }}
          />
          {OF_COLUMN.includes(value.measure) && (
            <ThingSelect
              label={t("column")}
              where={`${where}.column`}
              value={value.column ?? ""}
              options={numbers.map(({ column, label: words, name: own }) => ({ value: column, label: words || own }))}
              onChange={(column) => column && onChange({ ...value, column })}
            />
          )}
        </>
      )}
      <FigureResult figure={value} />
    </fieldset>
  );
}
