"use client";
import { baseTheme } from "@archipel/theme/base-themes.ts";
import { ELSEWHERE_MAX, type Elsewhere, elsewhereSchema } from "@archipel/theme/content.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { Plus, Undo2, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useController, useWatch } from "react-hook-form";
import { usePortalForm } from "./portal-values.ts";

type Site = Elsewhere[number];
const EMPTY: Site = { name: { fr: "" }, url: "" };

/** The sites that the search names when a place is not on the portal: those of the theme, until the community chooses its own. */
export function ElsewhereSection() {
  const t = useTranslations("admin.portals.elsewhere");
  const { control } = usePortalForm();
  const { field, fieldState } = useController({ control, name: "content.elsewhere" });
  const theme = baseTheme(useWatch({ control, name: "baseTheme" })).content.elsewhere;
  const sites = field.value ?? theme;
  const change = (index: number, changes: Partial<Site>) =>
    field.onChange(sites.map((site, at) => (at === index ? { ...site, ...changes } : site)));
  const mark = fieldState.error !== undefined;
  return (
    <div className="flex flex-col gap-4">
      <p className="text-ink-muted">{t("lead")}</p>
      {sites.length === 0 && <p>{t("none")}</p>}
      {sites.map(({ name, url }, index) => {
        const isNameWrong = mark && !elsewhereSchema.element.shape.name.safeParse(name).success;
        const isAddressWrong = mark && !elsewhereSchema.element.shape.url.safeParse(url).success;
        return (
          <fieldset
            // biome-ignore lint/suspicious/noArrayIndexKey: rows are only added and removed, and their values come from the form
            key={index}
            className="grid gap-3 rounded-card border border-line p-3 sm:grid-cols-2"
          >
            <legend className="sr-only">{t("site", { number: index + 1 })}</legend>
            <Field label={t("nameFr")} error={isNameWrong ? t("nameMissing") : undefined}>
              {(one) => (
                <TextInput
                  {...one}
                  lang="fr"
                  maxLength={80}
                  value={name.fr}
                  onBlur={field.onBlur}
                  onChange={({ target }) => change(index, { name: { ...name, fr: target.value } })}
                />
              )}
            </Field>
            <Field label={t("nameEn")}>
              {(one) => (
                <TextInput
                  {...one}
                  lang="en"
                  maxLength={80}
                  value={name.en ?? ""}
                  onBlur={field.onBlur}
                  onChange={({ target }) => change(index, { name: { fr: name.fr, ...(target.value && { en: target.value }) } })}
                />
              )}
            </Field>
            <Field
              label={t("address")}
              hint={t("addressHint")}
              error={isAddressWrong ? t("addressWrong") : undefined}
              className="sm:col-span-2"
            >
              {(one) => (
                <TextInput
                  {...one}
                  type="url"
                  maxLength={500}
                  className="figures"
                  value={url}
                  onBlur={field.onBlur}
                  onChange={({ target }) => change(index, { url: target.value.trim() })}
                />
              )}
            </Field>
            <Button
              tone="quiet"
              className="justify-self-start sm:col-span-2"
              onClick={() => field.onChange(sites.filter((_, at) => at !== index))}
            >
              <X aria-hidden className="size-4" />
              {t("remove", { name: name.fr || t("site", { number: index + 1 }) })}
            </Button>
          </fieldset>
        );
      })}
      <div className="flex flex-wrap gap-2">
        <Button
          onClick={() => field.onChange([...sites, EMPTY])}
          {...(sites.length >= ELSEWHERE_MAX && { disabledReason: t("many", { count: ELSEWHERE_MAX }) })}
        >
          <Plus aria-hidden className="size-4" />
          {t("add")}
        </Button>
        {field.value !== undefined && (
          <Button tone="quiet" onClick={() => field.onChange(undefined)}>
            <Undo2 aria-hidden className="size-4" />
            {t("ofTheme")}
          </Button>
        )}
      </div>
    </div>
  );
}
