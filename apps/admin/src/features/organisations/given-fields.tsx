"use client";
import type { Given } from "@archipel/contracts/organisations.ts";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { useTranslations } from "next-intl";

/** What a community gives, each with what it opens in plain words. */
export function GivenFields({ value, onChange }: { readonly value: Given; readonly onChange: (given: Given) => void }) {
  const t = useTranslations("organisations.given");
  return (
    <fieldset className="flex flex-col gap-1">
      <legend className="font-medium">{t("legend")}</legend>
      <Checkbox
        label={t("reading")}
        hint={t("readingHint")}
        checked={value.reading}
        onChange={({ target }) => onChange({ ...value, reading: target.checked })}
      />
      <Checkbox
        label={t("members")}
        hint={t("membersHint")}
        checked={value.membersUpTo !== null}
        onChange={({ target }) => onChange({ ...value, membersUpTo: target.checked ? "contributor" : null })}
      />
      {value.membersUpTo !== null && (
        <Field label={t("upTo")} className="ml-8 max-w-60 pb-2">
          {(control) => (
            <Select
              {...control}
              value={value.membersUpTo ?? ""}
              onChange={({ target }) => onChange({ ...value, membersUpTo: target.value === "moderator" ? "moderator" : "contributor" })}
              options={(["contributor", "moderator"] as const).map((role) => ({ value: role, label: t(role) }))}
            />
          )}
        </Field>
      )}
      <Checkbox
        label={t("grants")}
        hint={t("grantsHint")}
        checked={value.grants}
        onChange={({ target }) => onChange({ ...value, grants: target.checked })}
      />
      <Checkbox
        label={t("figures")}
        hint={t("figuresHint")}
        checked={value.figures}
        onChange={({ target }) => onChange({ ...value, figures: target.checked })}
      />
      <p className="mt-2 max-w-prose text-ink-muted text-small">{t("rules")}</p>
    </fieldset>
  );
}
