"use client";
import type { LayerSummary } from "@archipel/contracts/layers.ts";
import { formatNumber, formatShare } from "@archipel/i18n/format.ts";
import { LegendSwatch } from "@archipel/map/ui/legend-swatch.tsx";
import { ICONS } from "@archipel/map-style/icons/names.ts";
import type { Appearance, ClassSymbol } from "@archipel/map-style/layer-style.ts";
import { PATTERNS } from "@archipel/map-style/patterns.ts";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { Slider } from "@archipel/ui/slider.tsx";
import { Switch } from "@archipel/ui/switch.tsx";
import { useLocale, useTranslations } from "next-intl";
import { ColourDot } from "./colour-dot.tsx";
import { PictureChoice } from "./picture-choice.tsx";

interface SymbolFieldsProps {
  readonly geometry: LayerSummary["geometry"];
  /** What is drawn now. */
  readonly look: Appearance;
  readonly colour: string;
  /** Sizes are decided elsewhere: by a value, or they make no sense here. */
  readonly isSizeFixed?: boolean | undefined;
  /** @param about names the property: steps of one gesture are undone together */
  readonly onChange: (part: Partial<ClassSymbol>, about: string) => void;
}

/** Opacity, widths, pattern, icon and stroke, as they apply to the geometry. */
export function SymbolFields({ geometry, look, colour, isSizeFixed = false, onChange }: SymbolFieldsProps) {
  const t = useTranslations("layers.style");
  const locale = useLocale();
  const pixels = (value: number) => `${formatNumber(locale, value, 1)}\u00a0px`;
  const isArea = geometry === "polygon" || geometry === "mixed";
  const isPoint = geometry === "point" || geometry === "mixed";
  const outline = look.outline ?? null;
  return (
    <div className="flex flex-col gap-3">
      <Slider
        label={t("opacity")}
        value={Math.round((look.opacity ?? (isArea ? 0.5 : 0.9)) * 100)}
        step={5}
        format={(value) => formatShare(locale, value / 100)}
        onValueChange={(value) => onChange({ opacity: value / 100 }, "opacity")}
      />
      {geometry !== "point" && !(isSizeFixed && geometry === "line") && (
        <Slider
          label={t(isArea ? "outlineWidth" : "width")}
          value={look.widthPx ?? (isArea ? 1 : 2)}
          min={0}
          max={isArea ? 6 : 12}
          step={0.5}
          format={pixels}
          onValueChange={(widthPx) => onChange({ widthPx }, "widthPx")}
        />
      )}
      {isPoint && !isSizeFixed && (
        <Slider
          label={t("radius")}
          value={look.radiusPx ?? 5}
          min={1}
          max={20}
          format={pixels}
          onValueChange={(radiusPx) => onChange({ radiusPx }, "radiusPx")}
        />
      )}
      <div className="flex min-h-10 items-center gap-3">
        <Switch
          label={t("outlineOwn")}
          checked={outline !== null}
          onCheckedChange={(isOwn) => onChange({ outline: isOwn ? "#343434" : undefined }, "outline")}
        />
        {outline !== null && (
          <ColourDot
            value={outline}
            label={t("pickColour", { what: t("outline") })}
            onChange={(picked) => onChange({ outline: picked }, "outline")}
          />
        )}
      </div>
      {isArea && <PatternChoice look={look} colour={colour} onChange={onChange} />}
      {isPoint && <IconChoice look={look} colour={colour} onChange={onChange} />}
      {geometry !== "point" && <DashChoice look={look} onChange={onChange} />}
    </div>
  );
}

type PartProps = Pick<SymbolFieldsProps, "look" | "colour" | "onChange">;

const plain = (colour: string) => ({ label: "", colour, outline: "#3a3a3a", opacity: 0.6, pattern: undefined }) as const;

function PatternChoice({ look, colour, onChange }: PartProps) {
  const t = useTranslations("layers.style");
  return (
    <PictureChoice
      label={t("pattern")}
      value={look.pattern ?? ""}
      options={["" as const, ...PATTERNS].map((pattern) => ({
        value: pattern,
        label: t(`patterns.${pattern || "none"}`),
        picture: <LegendSwatch item={{ ...plain(colour), shape: "area", pattern: pattern || undefined }} />,
      }))}
      onChoose={(pattern) => onChange({ pattern: PATTERNS.find((one) => one === pattern) }, "pattern")}
    />
  );
}

function IconChoice({ look, colour, onChange }: PartProps) {
  const t = useTranslations("layers.style");
  return (
    <PictureChoice
      label={t("icon")}
      value={look.icon ?? ""}
      options={["" as const, ...ICONS.filter((icon) => icon !== "circle")].map((icon) => ({
        value: icon,
        label: icon === "" ? t("noIcon") : t(`icons.${icon}`),
        picture: <LegendSwatch item={{ ...plain(colour), shape: "point", icon: icon || undefined }} />,
      }))}
      onChoose={(icon) => onChange({ icon: ICONS.find((one) => one === icon) }, "icon")}
    />
  );
}

const DASHES = { dashed: [4, 2], dotted: [1, 2], "dash-dot": [5, 2, 1, 2] } as const;
type DashName = keyof typeof DASHES;
const DASH_NAMES = Object.keys(DASHES) as DashName[];

function DashChoice({ look, onChange }: Omit<PartProps, "colour">) {
  const t = useTranslations("layers.style");
  const { dash } = look;
  const name = dash ? (DASH_NAMES.find((one) => DASHES[one].join() === dash.join()) ?? "own") : "solid";
  return (
    <Field label={t("dash")}>
      {(control) => (
        <Select
          {...control}
          value={name}
          options={(["solid", ...DASH_NAMES, ...(name === "own" ? (["own"] as const) : [])] as const).map((value) => ({
            value,
            label: t(`dashes.${value}`),
          }))}
          onChange={(event) => {
            const chosen = DASH_NAMES.find((one) => one === event.target.value);
            if (event.target.value !== "own") onChange({ dash: chosen && [...DASHES[chosen]] }, "dash");
          }}
        />
      )}
    </Field>
  );
}
