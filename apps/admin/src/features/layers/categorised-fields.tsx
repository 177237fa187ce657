"use client";
import type { LayerSummary } from "@archipel/contracts/layers.ts";
import type { StatedStyle } from "@archipel/map-style/layer-style.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useQueryClient } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { categoriesFrom } from "./style-draft.ts";

type Categorised = Extract<StatedStyle, { kind: "categorised" }>;
type Category = Categorised["categories"][number];

interface CategorisedFieldsProps {
  readonly layer: LayerSummary;
  readonly style: Categorised;
  readonly onChange: (style: StatedStyle) => void;
}

/** A field's values, each with its colour and its words. */
export function CategorisedFields({ layer, style, onChange }: CategorisedFieldsProps) {
  const t = useTranslations("admin.layers");
  const api = useApi();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const [state, setState] = useState<{ readonly isPending: boolean; readonly error: string | null }>({ isPending: false, error: null });
  const fields = layer.fields.filter(({ type }) => type !== "date" && type !== "datetime");
  const classify = async (column: string) => {
    setState({ isPending: true, error: null });
    try {
      const { values } = await queryClient.fetchQuery(api.layers.values.queryOptions({ layerId: layer.id, column }));
      const before = column === style.column ? style.categories : [];
      onChange({
        ...style,
        column,
        categories: categoriesFrom(
          values.map(({ value }) => value),
          before,
        ),
      });
      setState({ isPending: false, error: null });
    } catch (error) {
      setState({ isPending: false, error: errorText(error) });
    }
  };
  const change = (at: number, part: Partial<Category>) =>
    onChange({ ...style, categories: style.categories.map((category, index) => (index === at ? { ...category, ...part } : category)) });
  return (
    <div className="flex flex-col gap-3">
      <Field label={t("column")}>
        {(control) => (
          <Select
            {...control}
            value={style.column}
            disabled={state.isPending}
            options={fields.map(({ column, label, name }) => ({ value: column, label: label ?? name }))}
            onChange={(event) => classify(event.target.value)}
          />
        )}
      </Field>
      <Button className="self-start" disabled={state.isPending} onClick={() => classify(style.column)}>
        {t("readValues")}
      </Button>
      {state.error && <Alert tone="danger" title={state.error} isLive />}
      {style.categories.length === 0 ? (
        <p className="text-ink-muted">{t("noClass")}</p>
      ) : (
        <ul className="flex max-h-96 flex-col gap-1.5 overflow-y-auto p-1">
          {style.categories.map((category, index) => (
            <li key={String(category.value)} className="flex items-center gap-2">
              <input
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
