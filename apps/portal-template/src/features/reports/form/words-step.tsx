"use client";
import type { PortalReporting } from "@archipel/contracts/reports.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import { wordsIn } from "@archipel/i18n/words-in.ts";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import type { ReportDraft } from "../drafts/draft.ts";
import type { Fault } from "../words.ts";
import { PhotoField } from "./photo-field.tsx";
import { ThemeFields } from "./theme-fields.tsx";

/** The value of "none of them" in the select. A theme's id is a UUID, so they cannot clash. */
const NONE = "none";

interface WordsStepProps {
  readonly draft: ReportDraft;
  readonly reporting: PortalReporting;
  readonly locale: Locale;
  readonly faults: { readonly theme: boolean; readonly body: boolean; readonly values: Readonly<Record<string, Fault>> };
  readonly onChange: (change: (draft: ReportDraft) => ReportDraft) => void;
}

/** The content of the report: the theme's form, the author's text, and photos. */
export function WordsStep({ draft, reporting, locale, faults, onChange }: WordsStepProps) {
  const t = useTranslations("reports.form");
  const common = useTranslations("common.states");
  const theme = reporting.themes.find(({ id }) => id === draft.themeId);
  const help = wordsIn(locale, theme?.help);
  return (
    <div className="grid gap-5">
      {reporting.themes.length > 0 && (
        <Field
          label={t("theme")}
          hint={help || undefined}
          mark={common("required")}
          isRequired
          error={faults.theme ? t("faults.theme") : undefined}
        >
          {(control) => (
            <Select
              {...control}
              value={draft.themeId === null ? NONE : (draft.themeId ?? "")}
              options={[
                { value: "", label: t("choose"), disabled: true },
                ...reporting.themes.map(({ id, name }) => ({ value: id, label: wordsIn(locale, name) })),
                { value: NONE, label: t("noTheme") },
              ]}
              onChange={({ target: { value } }) => onChange((last) => ({ ...last, themeId: value === NONE ? null : value }))}
            />
          )}
        </Field>
      )}
      <Field label={t("body")} hint={t("bodyHint")} mark={common("required")} isRequired error={faults.body ? t("faults.body") : undefined}>
        {(control) => (
          <TextArea
            {...control}
            rows={4}
            maxLength={4000}
            value={draft.body}
            onChange={({ target: { value } }) => onChange((last) => ({ ...last, body: value }))}
          />
        )}
      </Field>
      {theme && (
        <ThemeFields
          fields={theme.fields}
          values={draft.values}
          faults={faults.values}
          locale={locale}
          onValue={(name, value) => onChange((last) => ({ ...last, values: { ...last.values, [name]: value } }))}
        />
      )}
      <PhotoField
        files={draft.files}
        limits={reporting.limits}
        onFiles={(change) => onChange((last) => ({ ...last, files: change(last.files) }))}
      />
    </div>
  );
}
