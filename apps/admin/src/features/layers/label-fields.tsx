"use client";
import type { LayerSummary } from "@archipel/contracts/layers.ts";
import type { StatedStyle } from "@archipel/map-style/layer-style.ts";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { Slider } from "@archipel/ui/slider.tsx";
import { useTranslations } from "next-intl";
import { shownFields } from "./style-draft.ts";

interface LabelFieldsProps {
  readonly layer: LayerSummary;
  readonly style: StatedStyle;
  readonly onChange: (style: StatedStyle) => void;
}

/** Labels on the map: a field, from a minimum zoom. */
export function LabelFields({ layer, style, onChange }: LabelFieldsProps) {
  const t = useTranslations("admin.layers");
  const { label } = style;
  return (
    <div className="flex flex-col gap-3">
      <Field label={t("label")}>
        {(control) => (
          <Select
            {...control}
            value={label?.column ?? ""}
            options={[
              { value: "", label: t("noLabel") },
              ...shownFields(layer).map((field) => ({ value: field.column, label: field.label ?? field.name })),
            ]}
            onChange={(event) =>
              onChange({ ...style, label: event.target.value ? { column: event.target.value, minZoom: label?.minZoom ?? 13 } : undefined })
            }
          />
        )}
      </Field>
      {label && (
        <Slider
          label={t("labelZoom")}
          value={label.minZoom ?? 0}
          min={0}
          max={20}
          onValueChange={(minZoom) => onChange({ ...style, label: { ...label, minZoom } })}
        />
      )}
    </div>
  );
}
