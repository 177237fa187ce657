"use client";
import { formatNumber } from "@archipel/i18n/format.ts";
import type { StyleOf } from "@archipel/map-style/layer-style.ts";
import { coloursOf, paletteOf } from "@archipel/map-style/palettes.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Slider } from "@archipel/ui/slider.tsx";
import { Switch } from "@archipel/ui/switch.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useLocale, useTranslations } from "next-intl";
import { useEffect, useEffectEvent } from "react";
import { ColourDot } from "./colour-dot.tsx";
import { FieldChoice } from "./field-choice.tsx";
import { numericFields } from "./first-style.ts";
import { PaletteChoice } from "./palette-choice.tsx";
import type { StylePartProps } from "./style-part.ts";
import { UnitField } from "./unit-field.tsx";
import { useLatest } from "./use-latest.ts";
import { useLayerClasses } from "./use-layer-classes.ts";

const pixels = (locale: "fr" | "en") => (value: number) => `${formatNumber(locale, value, 1)}\u00a0px`;

/** Points or lines whose size shows a value. */
export function SizeFields({ layer, style, profiles, onChange }: StylePartProps<StyleOf<"proportional">>) {
  const t = useTranslations("layers.style");
  const locale = useLocale();
  const { isReading, error, readClasses } = useLayerClasses(layer);
  const latest = useLatest(style);
  const choose = (column: string) =>
    readClasses(column, "equal", 2, ({ min, max }) => {
      // Sizes compare amounts: without negative values they start at zero.
      const { current } = latest;
      const from = { ...current.from, value: min !== null && min < 0 ? min : 0 };
      onChange({ ...current, column, from, to: { ...current.to, value: max ?? 1 } }, "classes");
    });
  const isNew = style.from.value === style.to.value;
  const start = useEffectEvent(() => {
    if (isNew) void choose(style.column);
  });
  useEffect(() => start(), []);
  const most = layer.geometry === "line" ? 20 : 50;
  return (
    <div className="flex flex-col gap-3">
      <FieldChoice
        label={t("column")}
        fields={numericFields(layer)}
        profiles={profiles}
        value={style.column}
        disabled={isReading}
        onChoose={(column) => void choose(column)}
      />
      {error && <Alert tone="danger" title={error} isLive />}
      {(["from", "to"] as const).map((end) => (
        <div key={end} className="rounded-control border border-line px-3 py-2">
          <Slider
            label={t(end === "from" ? "sizeFrom" : "sizeTo")}
            value={style[end].sizePx}
            min={end === "from" ? 0 : 1}
            max={most}
            step={0.5}
            format={pixels(locale)}
            onValueChange={(sizePx) => onChange({ ...style, [end]: { ...style[end], sizePx } }, `size ${end}`)}
          />
          <Field label={t(end === "from" ? "valueFrom" : "valueTo")}>
            {(control) => (
              <TextInput
                {...control}
                type="number"
                step="any"
                value={style[end].value}
                onChange={(event) => {
                  const value = event.target.valueAsNumber;
                  if (Number.isFinite(value)) onChange({ ...style, [end]: { ...style[end], value } }, `value ${end}`);
                }}
              />
            )}
          </Field>
        </div>
      ))}
      {layer.geometry !== "line" && (
        <RadioGroup
          legend={t("scale")}
          name={`scale-${layer.id}`}
          value={style.scale ?? "area"}
          options={(["area", "linear"] as const).map((value) => ({ value, label: t(`scales.${value}`) }))}
          onValueChange={(scale) => onChange({ ...style, scale: scale === "linear" ? "linear" : "area" }, "scale")}
        />
      )}
      <UnitField unit={style.unit} onChange={(unit) => onChange({ ...style, unit }, "unit")} />
    </div>
  );
}

/** Density of points. */
export function HeatFields({ layer, style, profiles, onChange }: StylePartProps<StyleOf<"heat">>) {
  const t = useTranslations("layers.style");
  const locale = useLocale();
  return (
    <div className="flex flex-col gap-3">
      <PaletteChoice
        value={style.palette}
        colours={style.colours}
        kinds={["sequential"]}
        onChange={(palette) => {
          const found = paletteOf(palette.id);
          if (found) onChange({ ...style, palette, colours: coloursOf(found, 6, palette.isReversed) }, "palette");
        }}
      />
      <FieldChoice
        label={t("weight")}
        fields={numericFields(layer)}
        profiles={profiles}
        value={style.column ?? ""}
        before={[{ value: "", label: t("noWeight") }]}
        onChoose={(column) =>
          onChange({ ...style, column: column || undefined, weightOne: column ? style.weightOne : undefined }, "column")
        }
      />
      {style.column !== undefined && (
        <Field label={t("weightOne")}>
          {(control) => (
            <TextInput
              {...control}
              type="number"
              min={0}
              step="any"
              value={style.weightOne ?? 1}
              onChange={(event) => {
                const value = event.target.valueAsNumber;
                if (value > 0) onChange({ ...style, weightOne: value }, "weightOne");
              }}
            />
          )}
        </Field>
      )}
      <Slider
        label={t("spread")}
        value={style.radiusPx}
        min={4}
        max={80}
        format={pixels(locale)}
        onValueChange={(radiusPx) => onChange({ ...style, radiusPx }, "radiusPx")}
      />
      <Slider
        label={t("intensity")}
        value={style.intensity ?? 1}
        min={0.2}
        max={5}
        step={0.2}
        format={(value) => formatNumber(locale, value, 1)}
        onValueChange={(intensity) => onChange({ ...style, intensity }, "intensity")}
      />
      <PointsFrom value={style.pointsFromZoom} onChange={(pointsFromZoom) => onChange({ ...style, pointsFromZoom }, "pointsFromZoom")} />
    </div>
  );
}

/** Near points as one disc. */
export function ClusterFields({ style, onChange }: StylePartProps<StyleOf<"clusters">>) {
  const t = useTranslations("layers.style");
  const locale = useLocale();
  return (
    <div className="flex flex-col gap-3">
      <Slider
        label={t("distance")}
        value={style.distancePx}
        min={24}
        max={128}
        step={8}
        format={pixels(locale)}
        onValueChange={(distancePx) => onChange({ ...style, distancePx }, "distancePx")}
      />
      <div className="flex items-center gap-3">
        <ColourDot
          value={style.clusterColour ?? style.appearance?.colour ?? "#3b7dbf"}
          label={t("pickColour", { what: t("clusterColour") })}
          onChange={(clusterColour) => onChange({ ...style, clusterColour }, "clusterColour")}
        />
        {t("clusterColour")}
      </div>
      <PointsFrom value={style.pointsFromZoom} onChange={(pointsFromZoom) => onChange({ ...style, pointsFromZoom }, "pointsFromZoom")} />
    </div>
  );
}

interface PointsFromProps {
  readonly value: number | undefined;
  readonly onChange: (zoom: number | undefined) => void;
}

function PointsFrom({ value, onChange }: PointsFromProps) {
  const t = useTranslations("layers.style");
  return (
    <div>
      <Switch label={t("pointsFrom")} checked={value !== undefined} onCheckedChange={(isOn) => onChange(isOn ? 13 : undefined)} />
      {value !== undefined && <Slider label={t("fromZoom")} value={value} min={4} max={18} onValueChange={onChange} />}
    </div>
  );
}
