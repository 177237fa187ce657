"use client";
import { CONTENT_LANGUAGES, type DatasetTranslations } from "@archipel/contracts/dataset-translations.ts";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { useTranslations } from "next-intl";
import { countDone, type Draft } from "./draft.ts";
import { useLanguageName } from "./use-language-name.ts";

interface LanguageChoiceProps {
  readonly data: DatasetTranslations;
  readonly draft: Draft;
  readonly languages: readonly string[];
  readonly onAdd: (language: string) => void;
}

/** How complete each language is, and the choice of one more. */
export function LanguageChoice({ data, draft, languages, onAdd }: LanguageChoiceProps) {
  const t = useTranslations("admin.translations");
  const nameOf = useLanguageName();
  const total = data.parts.reduce((sum, { texts }) => sum + texts.length, 0);
  const others = CONTENT_LANGUAGES.filter((one) => one !== data.language && !languages.includes(one))
    .map((value) => ({ value, label: nameOf(value) }))
    .sort((a, b) => a.label.localeCompare(b.label));
  return (
    <div className="flex flex-wrap items-end gap-x-8 gap-y-4">
      <ul className="flex flex-wrap gap-3" aria-label={t("completeness")}>
        {languages.map((language) => {
          const done = countDone(draft, data.parts, language);
          return (
            <li key={language} className="min-w-40 rounded-card border border-line bg-surface px-4 py-2.5">
              <span className="block font-medium first-letter:uppercase">{nameOf(language)}</span>
              <span className="figures block text-ink-muted text-small">{t("done", { done, total })}</span>
              <span aria-hidden className="mt-1.5 block h-1 overflow-hidden rounded-full bg-sunken">
                <span className="block h-full bg-accent" style={{ width: `${total === 0 ? 0 : (100 * done) / total}%` }} />
              </span>
            </li>
          );
        })}
      </ul>
      <Field label={t("addLanguage")} className="w-64">
        {(control) => (
          <Select
            {...control}
            value=""
            onChange={(event) => event.target.value && onAdd(event.target.value)}
            options={[{ value: "", label: t("chooseLanguage") }, ...others]}
          />
        )}
      </Field>
    </div>
  );
}
