"use client";
import type { CategorisedStyle, GraduatedStyle } from "@archipel/map-style/layer-style.ts";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { useTranslations } from "next-intl";
import { ColourDot } from "./colour-dot.tsx";

type Classed = CategorisedStyle | GraduatedStyle;

interface OtherRowProps {
  readonly style: Classed;
  readonly onChange: (part: Partial<Pick<Classed, "other" | "otherLabel" | "isOtherHidden">>, about: string) => void;
}

/** Features that no class covers: their colour, and whether they are drawn and listed. */
export function OtherRow({ style, onChange }: OtherRowProps) {
  const t = useTranslations("layers.style");
  const name = t(style.kind === "categorised" ? "other" : "noValue");
  return (
    <div className="rounded-control border border-line px-2.5 py-2">
      <div className="flex items-center gap-2">
        <ColourDot
          value={style.other ?? "#8d979e"}
          label={t("pickColour", { what: name })}
          onChange={(other) => onChange({ other }, "other")}
        />
        <span className="font-medium">{name}</span>
      </div>
      <div className="flex flex-wrap gap-x-5">
        <Checkbox
          label={t("otherHidden")}
          checked={style.isOtherHidden === true}
          onChange={(event) => onChange({ isOtherHidden: event.target.checked || undefined }, "isOtherHidden")}
        />
        {!style.isOtherHidden && (
          <Checkbox
            label={t("otherLegend")}
            checked={style.otherLabel !== undefined}
            onChange={(event) => onChange({ otherLabel: event.target.checked ? name : undefined }, "otherLabel")}
          />
        )}
      </div>
    </div>
  );
}
