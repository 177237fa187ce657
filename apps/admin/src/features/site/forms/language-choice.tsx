"use client";
import { CONTENT_LANGUAGES, type ContentLanguage, isContentLanguage } from "@archipel/blocks/languages.ts";
import { Select } from "@archipel/ui/select.tsx";
import { useTranslations } from "next-intl";

interface LanguageChoiceProps {
  readonly languages: readonly ContentLanguage[];
  readonly value: ContentLanguage;
  readonly onChange: (language: ContentLanguage) => void;
}

/** The language of all texts of a form. */
export function LanguageChoice({ languages, value, onChange }: LanguageChoiceProps) {
  const t = useTranslations("site-editor.languages");
  return (
    <label className="flex items-center gap-2">
      <span className="text-small">{t("label")}</span>
      <Select
        value={value}
        className="w-44"
        options={languages.map((one) => ({ value: one, label: CONTENT_LANGUAGES[one] }))}
        onChange={(event) => isContentLanguage(event.target.value) && onChange(event.target.value)}
      />
    </label>
  );
}
