import { formatNumber } from "@archipel/i18n/format.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { classColour } from "@archipel/point-view/colour/classes.ts";
import { cssColour } from "@archipel/point-view/colour/ramps.ts";
import type { CloudEngine, CloudLook, CloudState } from "@archipel/point-view/draw/cloud-engine.ts";
import { COLOURINGS } from "@archipel/point-view/draw/point-look.ts";
import { Button } from "@archipel/ui/button.tsx";
import { hearEarly } from "@archipel/ui/hear-early.ts";
import { Select } from "@archipel/ui/select.tsx";
import { Switch } from "@archipel/ui/switch.tsx";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { useClassName } from "./class-name.ts";
import { CloudLegend } from "./cloud-legend.tsx";
import type { OpenedCloud } from "./opened-cloud.ts";

interface ColourPanelProps {
  readonly cloud: OpenedCloud;
  readonly engine: CloudEngine | null;
  readonly state: CloudState | null;
  readonly look: CloudLook;
  readonly onLook: (look: CloudLook) => void;
  readonly locale: Locale;
}

/** What colours mean, and which classes are shown. */
export function ColourPanel({ cloud, engine, state, look, onLook, locale }: ColourPanelProps) {
  const t = useTranslations("clouds.viewer");
  const id = useId();
  const isSpread = look.colouring === "elevation" || look.colouring === "intensity";
  return (
    <div className="grid gap-3">
      <div className="grid gap-1.5">
        <label htmlFor={id} className="font-medium">
          {t("colourBy")}
        </label>
        <Select
          id={id}
          value={look.colouring}
          options={cloud.colourings.map((value) => ({ value, label: t(`colouring.${value}`) }))}
          onChange={({ target }) => {
            const colouring = COLOURINGS.find((one) => one === target.value);
            if (colouring) onLook({ ...look, colouring });
          }}
        />
      </div>
      <CloudLegend colouring={look.colouring} ranges={state?.ranges ?? null} days={cloud.days} locale={locale} />
      {isSpread && (
        <div>
          <Button
            tone="quiet"
            className="-ml-4"
            disabled={!state?.ranges}
            onClick={() => onLook({ ...look, heights: engine?.spread() ?? look.heights })}
          >
            {t("spread")}
          </Button>
        </div>
      )}
      <Switch label={t("shading")} checked={look.isShaded} onCheckedChange={(isShaded) => onLook({ ...look, isShaded })} />
      <ClassSwitches cloud={cloud} look={look} onLook={onLook} locale={locale} />
    </div>
  );
}

function ClassSwitches({ cloud, look, onLook, locale }: Pick<ColourPanelProps, "cloud" | "look" | "onLook" | "locale">) {
  const t = useTranslations("clouds.viewer");
  const nameOf = useClassName();
  const { hidden } = look;
  const toggled = (code: number) => new Set(hidden.has(code) ? [...hidden].filter((one) => one !== code) : [...hidden, code]);
  return (
    <fieldset>
      <legend className="flex w-full items-center justify-between gap-3 font-medium">
        {t("classes")}
        {hidden.size > 0 && (
          <Button tone="quiet" className="-mr-4" onClick={() => onLook({ ...look, hidden: new Set() })}>
            {t("allClasses")}
          </Button>
        )}
      </legend>
      <ul>
        {cloud.classes.map(([code, points]) => (
          <li key={code}>
            <label className="flex min-h-9 items-center gap-2.5 py-1">
              <input
                ref={hearEarly}
                type="checkbox"
                className="size-5 shrink-0"
                checked={!hidden.has(code)}
                onChange={() => onLook({ ...look, hidden: toggled(code) })}
              />
              <span
                aria-hidden
                className="size-4 shrink-0 rounded-sm border border-line-strong"
                style={{ background: cssColour(classColour(code)) }}
              />
              <span className="min-w-0 flex-1 first-letter:uppercase">{nameOf(code)}</span>
              <span className="figures text-ink-muted text-small">{formatNumber(locale, points)}</span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
