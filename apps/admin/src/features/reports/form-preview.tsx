"use client";
import type { ReportField } from "@archipel/contracts/reports.ts";
import { wordsIn } from "@archipel/i18n/words-in.ts";
import { Checkbox, RadioGroup } from "@archipel/ui/checkbox.tsx";
import { type ControlProps, Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextArea, TextInput } from "@archipel/ui/text-input.tsx";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import type { ThemeDraft } from "./theme-draft.ts";

/** The form as the portal shows it, in either language. Input in this preview is not sent. */
export function FormPreview({ draft }: { readonly draft: ThemeDraft }) {
  const t = useTranslations("moderation.preview");
  const tc = useTranslations("common");
  const [locale, setLocale] = useState<string>(useLocale());
  return (
    <aside aria-label={t("title")} className="flex flex-col gap-3 xl:sticky xl:top-6 xl:self-start">
      <RadioGroup
        legend={t("title")}
        name="preview-locale"
        isInline
        options={(["fr", "en"] as const).map((value) => ({ value, label: tc(`language.${value}`) }))}
        value={locale}
        onValueChange={setLocale}
      />
      <div lang={locale} className="flex flex-col gap-4 rounded-card border border-line-strong bg-surface p-5 shadow-raised">
        <div>
          <p className="break-words font-title text-title">{wordsIn(locale, draft.name) || t("untitled")}</p>
          {wordsIn(locale, draft.help) && <p className="break-words text-ink-muted">{wordsIn(locale, draft.help)}</p>}
        </div>
        <Field label={t("body")} mark={tc("states.required")}>
          {(control) => <TextArea {...control} rows={3} />}
        </Field>
        {draft.fields.map((field, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a new question has no key of its own yet
          <PreviewField key={index} field={field} locale={locale} />
        ))}
      </div>
    </aside>
  );
}

function PreviewField({ field, locale }: { readonly field: ReportField; readonly locale: string }) {
  const t = useTranslations("moderation.preview");
  const tc = useTranslations("common.states");
  const label = wordsIn(locale, field.label) || "…";
  const help = wordsIn(locale, field.help) || undefined;
  if (field.type === "checkbox") return <Checkbox label={label} {...(help && { hint: help })} />;
  const control = (props: ControlProps) => {
    if (field.type !== "list") {
      const type = field.type === "date" ? "date" : "text";
      return <TextInput {...props} type={type} inputMode={field.type === "number" ? "decimal" : undefined} />;
    }
    const options = field.options.map((option, index) => ({ value: String(index), label: wordsIn(locale, option.label) || "…" }));
    return <Select {...props} options={[{ value: "", label: t("choose") }, ...options]} />;
  };
  return (
    <Field label={label} hint={help} mark={field.isMandatory ? tc("required") : undefined} isRequired={field.isMandatory}>
      {control}
    </Field>
  );
}
