"use client";
import { Slider } from "@archipel/ui/slider.tsx";
import { useTranslations } from "next-intl";
import { ColourDot } from "./colour-dot.tsx";
import type { StylePartProps } from "./style-part.ts";
import { SymbolFields } from "./symbol-fields.tsx";

/** The look that all features share, and from which classes differ. */
export function LookFields({ layer, style, onChange }: StylePartProps) {
  const t = useTranslations("layers.style");
  const { appearance = {} } = style;
  const change = (part: Partial<typeof appearance>, about: string) =>
    onChange({ ...style, appearance: { ...appearance, ...part } }, `appearance ${about}`);
  const hasColour = style.kind !== "categorised" && style.kind !== "graduated" && style.kind !== "heat";
  const colour = appearance.colour ?? "#3b7dbf";
  return (
    <div className="flex flex-col gap-3">
      {hasColour && (
        <div className="flex items-center gap-3">
          <ColourDot
            value={colour}
            label={t("pickColour", { what: t("colour") })}
            onChange={(picked) => change({ colour: picked }, "colour")}
          />
          {t("colour")}
        </div>
      )}
      <SymbolFields
        geometry={layer.geometry}
        look={appearance}
        colour={colour}
        isSizeFixed={style.kind === "proportional"}
        onChange={change}
      />
      {layer.geometry === "line" && (
        <Slider
          label={t("casing")}
          value={appearance.outlinePx ?? 0}
          min={0}
          max={4}
          step={0.5}
          onValueChange={(outlinePx) => change({ outlinePx: outlinePx === 0 ? undefined : outlinePx }, "outlinePx")}
        />
      )}
    </div>
  );
}

/** The zooms at which the layer is drawn. */
export function ZoomFields({ style, onChange }: StylePartProps) {
  const t = useTranslations("layers.style");
  const { minZoom = 0, maxZoom = 24 } = style;
  return (
    <div className="flex flex-col gap-1">
      <Slider
        label={t("minZoom")}
        value={minZoom}
        min={0}
        max={20}
        format={(value) => (value === 0 ? t("always") : String(value))}
        onValueChange={(value) =>
          onChange({ ...style, minZoom: value === 0 ? undefined : value, maxZoom: value >= maxZoom ? undefined : style.maxZoom }, "minZoom")
        }
      />
      <Slider
        label={t("maxZoom")}
        value={maxZoom}
        min={Math.max(1, minZoom + 1)}
        max={24}
        format={(value) => (value === 24 ? t("always") : String(value))}
        onValueChange={(value) => onChange({ ...style, maxZoom: value === 24 ? undefined : value }, "maxZoom")}
      />
    </div>
  );
}
