"use client";
import { isMoment, type LayerSummary } from "@archipel/contracts/layers.ts";
import type { StatedStyle } from "@archipel/map-style/layer-style.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { hearEarly } from "@archipel/ui/hear-early.ts";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect, useEffectEvent } from "react";
import { categoriesFrom, shownFields } from "./style-draft.ts";
import { useLayerValues } from "./use-layer-values.ts";

type Categorised = Extract<StatedStyle, { kind: "categorised" }>;
type Category = Categorised["categories"][number];

interface CategorisedFieldsProps {
  readonly layer: LayerSummary;
  readonly style: Categorised;
  readonly onChange: (style: StatedStyle) => void;
}

/** One class per value of a field, each with a colour and a label. */
export function CategorisedFields({ layer, style, onChange }: CategorisedFieldsProps) {
  const t = useTranslations("admin.layers");
  const { isReading, error, read } = useLayerValues(layer);
  const fields = shownFields(layer).filter(({ type }) => !isMoment(type));
  const classify = (column: string) =>
    read(column, ({ values }) => {
      const before = column === style.column ? style.categories : [];
      const found = values.map(({ value }) => value);
      onChange({ ...style, column, categories: categoriesFrom(found, before) });
    });
  const isNew = style.categories.length === 0;
  // The first classes are computed as soon as this kind of style is chosen.
  const start = useEffectEvent(() => {
    if (isNew) void classify(style.column);
  });
  useEffect(() => start(), []);
  const change = (at: number, part: Partial<Category>) =>
    onChange({ ...style, categories: style.categories.map((category, index) => (index === at ? { ...category, ...part } : category)) });
  return (
    <div className="flex flex-col gap-3">
      <Field label={t("column")}>
        {(control) => (
          <Select
            {...control}
            value={style.column}
            disabled={isReading}
            options={fields.map(({ column, label, name }) => ({ value: column, label: label ?? name }))}
            onChange={(event) => classify(event.target.value)}
          />
        )}
      </Field>
      <Button className="self-start" disabled={isReading} onClick={() => classify(style.column)}>
        {t("readValues")}
      </Button>
      {error && <Alert tone="danger" title={error} isLive />}
      {style.categories.length === 0 ? (
        <p className="text-ink-muted">{t(isReading ? "reading" : "noClass")}</p>
      ) : (
        <ul className="flex max-h-96 flex-col gap-1.5 overflow-y-auto p-1">
          {style.categories.map((category, index) => (
            <li key={String(category.value)} className="flex items-center gap-2">
              <input
                ref={hearEarly}
                type="color"
                value={category.colour}
                aria-label={t("pickColour", { what: String(category.value) })}
                className="size-9 shrink-0 rounded-control border border-line-strong bg-surface p-1"
                onChange={(event) => change(index, { colour: event.target.value })}
              />
              <span className="figures w-20 shrink-0 truncate text-small" title={String(category.value)}>
                {String(category.value)}
              </span>
              <TextInput
                aria-label={t("classLabel", { value: String(category.value) })}
                placeholder={String(category.value)}
                value={category.label ?? ""}
                maxLength={120}
                onChange={(event) => change(index, { label: event.target.value || undefined })}
              />
              <Button
                tone="quiet"
                isSquare
                aria-label={t("removeClass", { value: String(category.value) })}
                onClick={() => onChange({ ...style, categories: style.categories.filter((_, at) => at !== index) })}
              >
                <X aria-hidden className="size-4" />
              </Button>
            </li>
          ))}
          <li className="flex items-center gap-2">
            <input
              ref={hearEarly}
              type="color"
              value={style.other ?? "#8d979e"}
              aria-label={t("pickColour", { what: t("otherValues") })}
              className="size-9 shrink-0 rounded-control border border-line-strong bg-surface p-1"
              onChange={(event) => onChange({ ...style, other: event.target.value })}
            />
            <span className="text-small">{t("otherValues")}</span>
          </li>
        </ul>
      )}
    </div>
  );
}
