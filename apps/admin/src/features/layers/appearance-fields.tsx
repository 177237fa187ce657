"use client";
import type { LayerSummary } from "@archipel/contracts/layers.ts";
import { formatNumber, formatShare } from "@archipel/i18n/format.ts";
import type { Appearance, StatedStyle } from "@archipel/map-style/layer-style.ts";
import { ColourInput } from "@archipel/ui/colour-input.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Slider } from "@archipel/ui/slider.tsx";
import { useLocale, useTranslations } from "next-intl";

interface AppearanceFieldsProps {
  readonly layer: Pick<LayerSummary, "geometry">;
  readonly style: StatedStyle;
  readonly onChange: (style: StatedStyle) => void;
}

/** Colour, opacity, width and size, as they apply to the layer's geometry type. */
export function AppearanceFields({ layer, style, onChange }: AppearanceFieldsProps) {
  const t = useTranslations("admin.layers");
  const locale = useLocale();
  const pixels = (value: number) => `${formatNumber(locale, value, 1)}\u00a0px`;
  const appearance = style.appearance ?? {};
  const change = (part: Appearance) => onChange({ ...style, appearance: { ...appearance, ...part } });
  const isArea = layer.geometry === "polygon" || layer.geometry === "mixed";
  const isPoint = layer.geometry === "point" || layer.geometry === "mixed";
  return (
    <div className="flex flex-col gap-4">
      {style.kind === "simple" && (
        <Field label={t("colour")}>
          {(control) => (
            <ColourInput
              {...control}
              value={appearance.colour ?? "#3b7dbf"}
              pickerLabel={t("pickColour", { what: t("colour") })}
              onValueChange={(colour) => change({ colour })}
            />
          )}
        </Field>
      )}
      <Slider
        label={t("opacity")}
        value={Math.round((appearance.opacity ?? (isArea ? 0.5 : 0.9)) * 100)}
        step={5}
        format={(value) => formatShare(locale, value / 100)}
        onValueChange={(value) => change({ opacity: value / 100 })}
      />
      {layer.geometry !== "point" && (
        <Slider
          label={t(isArea ? "outlineWidth" : "width")}
          value={appearance.widthPx ?? 1.5}
          min={0}
          max={isArea ? 6 : 12}
          step={0.5}
          format={pixels}
          onValueChange={(widthPx) => change({ widthPx })}
        />
      )}
      {isPoint && (
        <Slider
          label={t("radius")}
          value={appearance.radiusPx ?? 5}
          min={1}
          max={20}
          format={pixels}
          onValueChange={(radiusPx) => change({ radiusPx })}
        />
      )}
    </div>
  );
}
