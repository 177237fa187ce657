"use client";
import { BASE_THEME_IDS, baseTheme } from "@archipel/theme/base-themes.ts";
import { resolveTheme } from "@archipel/theme/resolve.ts";
import type { ThemeOverrides } from "@archipel/theme/schema.ts";
import type { Hex, Mode } from "@archipel/theme/tokens.ts";
import { Button } from "@archipel/ui/button.tsx";
import { ColourInput } from "@archipel/ui/colour-input.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { hearEarly } from "@archipel/ui/hear-early.ts";
import { clsx } from "clsx";
import { useLocale, useTranslations } from "next-intl";
import { Controller, useWatch } from "react-hook-form";
import { useFieldError } from "../../kit/forms/use-field-error.ts";
import { ContrastNotes } from "./contrast-notes.tsx";
import { KeptThemes } from "./kept-themes.tsx";
import { MiniPortal } from "./mini-portal.tsx";
import { usePortalForm } from "./portal-values.ts";
import { ThemeFields } from "./theme-fields.tsx";
import { TokenExchange } from "./token-exchange.tsx";

const SEEDS = ["accent", "ground", "surface", "ink"] as const;

interface AppearanceSectionProps {
  readonly mode: Mode;
  readonly onModeChange: (mode: Mode) => void;
  /** An existing portal lists the themes that it has shown. */
  readonly portalId: string | undefined;
}

/** Base theme, colours of both modes with the result of the contrast guard. */
export function AppearanceSection({ mode, onModeChange, portalId }: AppearanceSectionProps) {
  const t = useTranslations("admin.portals");
  const { control, setValue } = usePortalForm();
  const [base, theme = {}] = useWatch({ control, name: ["baseTheme", "theme"] });
  const resolved = resolveTheme(baseTheme(base).theme, theme);
  const isOwn = Object.keys(theme).length > 0;
  return (
    <>
      <BaseThemeCards mode={mode} />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <fieldset className="flex items-center gap-2">
          <legend className="sr-only">{t("modeShown")}</legend>
          {(["light", "dark"] as const).map((value) => (
            <Button
              key={value}
              tone={value === mode ? "primary" : "secondary"}
              aria-pressed={value === mode}
              onClick={() => onModeChange(value)}
            >
              {t(`modes.${value}`)}
            </Button>
          ))}
        </fieldset>
        <Button
          tone="quiet"
          onClick={() => setValue("theme", {}, { shouldDirty: true })}
          {...(!isOwn && { disabledReason: t("noOwnColour") })}
        >
          {t("resetColours")}
        </Button>
      </div>
      <div className="grid gap-4 sm:grid-cols-2">
        {SEEDS.map((seed) => (
          <Field key={seed} label={t(`seeds.${seed}`)}>
            {(field) => (
              <ColourInput
                {...field}
                value={resolved.colours[mode][seed]}
                pickerLabel={t("pickColour", { what: t(`seeds.${seed}`) })}
                onValueChange={(colour) =>
                  setValue("theme", withColour(theme, mode, seed, colour as Hex), { shouldDirty: true, shouldTouch: true })
                }
              />
            )}
          </Field>
        ))}
      </div>
      <ContrastNotes
        baseThemeId={base}
        overrides={theme}
        onPropose={(proposed) => setValue("theme", proposed, { shouldDirty: true, shouldTouch: true })}
      />
      <ThemeFields mode={mode} />
      <KeptThemes portalId={portalId} />
      <TokenExchange />
    </>
  );
}

function withColour(theme: ThemeOverrides, mode: Mode, seed: (typeof SEEDS)[number], colour: Hex): ThemeOverrides {
  return { ...theme, colours: { ...theme.colours, [mode]: { ...theme.colours?.[mode], [seed]: colour } } };
}

function BaseThemeCards({ mode }: { readonly mode: Mode }) {
  const t = useTranslations("admin.portals");
  const locale = useLocale();
  const fieldError = useFieldError();
  const { control } = usePortalForm();
  return (
    <Controller
      control={control}
      name="baseTheme"
      render={({ field, fieldState }) => (
        <fieldset>
          <legend className="mb-2 font-medium font-text">{t("baseTheme")}</legend>
          <div className="grid gap-3 sm:grid-cols-2">
            {BASE_THEME_IDS.map((id) => (
              <label
                key={id}
                className={clsx(
                  "relative flex flex-col overflow-hidden rounded-card border has-focus-visible:outline-3 has-focus-visible:outline-focus has-focus-visible:outline-offset-2",
                  field.value === id ? "border-accent outline-2 outline-accent" : "border-line",
                )}
              >
                <span className="flex min-h-10 items-center gap-2.5 bg-surface px-3">
                  <input
                    ref={hearEarly}
                    type="radio"
                    name={field.name}
                    value={id}
                    checked={field.value === id}
                    onChange={() => field.onChange(id)}
                    onBlur={field.onBlur}
                    className="size-4"
                  />
                  {baseTheme(id).theme.label[locale]}
                </span>
                <span aria-hidden className="block h-36 overflow-hidden border-line border-t">
                  <MiniPortal name={baseTheme(id).theme.label[locale]} baseTheme={id} logo={null} mode={mode} isSmall />
                </span>
              </label>
            ))}
          </div>
          {fieldState.error && <p className="mt-2 text-danger text-small">{fieldError(fieldState.error)}</p>}
        </fieldset>
      )}
    />
  );
}
