"use client";
import { baseTheme } from "@archipel/theme/base-themes.ts";
import { FONT_IDS, FONTS, type FontUse } from "@archipel/theme/fonts.ts";
import { resolveTheme } from "@archipel/theme/resolve.ts";
import type { ThemeOverrides } from "@archipel/theme/schema.ts";
import { DEFAULT_MODES, DENSITIES, MAP_LOOKS, type MapToken, type Mode, RADII, SHADOWS } from "@archipel/theme/tokens.ts";
import { ColourInput } from "@archipel/ui/colour-input.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useWatch } from "react-hook-form";
import { usePortalForm } from "./portal-values.ts";

const WEIGHTS = [400, 500, 600, 650, 700, 800];
/** Ratios of the modular scale, from quiet to loud. */
const SCALES = [1.125, 1.2, 1.25, 1.333];
const MAP_COLOURS: readonly MapToken[] = ["land", "water", "wood", "built", "road", "label"];

/** Fonts, shapes and the colours of the basemap. The preview beside the form shows each change at once. */
export function ThemeFields({ mode }: { readonly mode: Mode }) {
  const t = useTranslations("admin.portals.theme");
  const { control, setValue } = usePortalForm();
  const [base, theme = {}] = useWatch({ control, name: ["baseTheme", "theme"] });
  const resolved = resolveTheme(baseTheme(base).theme, theme);
  const change = (part: ThemeOverrides) => setValue("theme", { ...theme, ...part }, { shouldDirty: true, shouldTouch: true });
  const named = <T extends string>(group: string, values: readonly T[]) =>
    values.map((value) => ({ value, label: t(`${group}.${value}` as never) }));
  const choice = (label: string, value: string, options: { value: string; label: string }[], onChange: (value: string) => void) => (
    <Field label={label}>
      {(field) => <Select {...field} value={value} options={options} onChange={(event) => onChange(event.target.value)} />}
    </Field>
  );
  const fontChoice = (use: FontUse) =>
    choice(t(`fonts.${use}`), resolved.type[use], fontsFor(use), (font) => change({ type: { ...theme.type, [use]: font } }));
  const shapeChoice = (part: "radius" | "density" | "shadow", values: readonly string[]) =>
    choice(t(part), resolved.shape[part], named(`shapes.${part}`, values), (value) => change({ shape: { ...theme.shape, [part]: value } }));
  return (
    <>
      <Group title={t("typography")}>
        {fontChoice("title")}
        {fontChoice("text")}
        {fontChoice("figures")}
        {choice(
          t("titleWeight"),
          String(resolved.type.titleWeight),
          numbers(WEIGHTS, resolved.type.titleWeight).map((value) => ({ value: String(value), label: String(value) })),
          (value) => change({ type: { ...theme.type, titleWeight: Number(value) } }),
        )}
        {choice(
          t("scale"),
          String(resolved.type.scale),
          numbers(SCALES, resolved.type.scale).map((value) => ({ value: String(value), label: t("ratio", { ratio: value }) })),
          (value) => change({ type: { ...theme.type, scale: Number(value) } }),
        )}
      </Group>
      <Group title={t("shape")}>
        {shapeChoice("radius", RADII)}
        {shapeChoice("density", DENSITIES)}
        {shapeChoice("shadow", SHADOWS)}
        {choice(t("defaultMode"), resolved.defaultMode, named("defaultModes", DEFAULT_MODES), (value) =>
          change({ defaultMode: value as (typeof DEFAULT_MODES)[number] }),
        )}
      </Group>
      <Group title={t("map", { mode: t(`modes.${mode}`) })}>
        {choice(t("look"), resolved.map.look, named("looks", MAP_LOOKS), (value) =>
          change({ map: { ...theme.map, look: value as (typeof MAP_LOOKS)[number] } }),
        )}
        {MAP_COLOURS.map((token) => (
          <Field key={token} label={t(`mapColours.${token}` as never)}>
            {(field) => (
              <ColourInput
                {...field}
                value={resolved.map[mode][token]}
                pickerLabel={t(`mapColours.${token}` as never)}
                onValueChange={(colour) => change({ map: { ...theme.map, [mode]: { ...theme.map?.[mode], [token]: colour } } })}
              />
            )}
          </Field>
        ))}
      </Group>
    </>
  );
}

function Group({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <fieldset>
      <legend className="mb-2 font-medium font-text">{title}</legend>
      <div className="grid gap-4 sm:grid-cols-3">{children}</div>
    </fieldset>
  );
}

/** The self-hosted families that are made for this use. */
function fontsFor(use: FontUse) {
  return FONT_IDS.filter((id) => (FONTS[id].uses as readonly FontUse[]).includes(use)).map((id) => ({ value: id, label: FONTS[id].label }));
}

/** The offered numbers and the one that the base theme has. */
const numbers = (offered: readonly number[], own: number) => [...new Set([...offered, own])].sort((a, b) => a - b);
