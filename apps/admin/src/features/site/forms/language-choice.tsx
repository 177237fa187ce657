"use client";
import { CONTENT_LANGUAGES, type ContentLanguage, isContentLanguage } from "@archipel/blocks/languages.ts";
import { Select } from "@archipel/ui/select.tsx";
import { useTranslations } from "next-intl";
import { useId } from "react";

interface LanguageChoiceProps {
  readonly languages: readonly ContentLanguage[];
  readonly value: ContentLanguage;
  readonly onChange: (language: ContentLanguage) => void;
  /** What is said of a language; by default its name. */
  readonly nameOf?: (language: ContentLanguage) => string;
}

/** The language of all texts of a form. */
export function LanguageChoice({ languages, value, onChange, nameOf = (one) => CONTENT_LANGUAGES[one] }: LanguageChoiceProps) {
  const t = useTranslations("site-editor.languages");
  const id = useId();
  return (
    <div className="flex items-center gap-2">
      <label htmlFor={id} className="text-small">
        {t("label")}
      </label>
      <Select
        id={id}
        value={value}
        className="w-52"
        options={languages.map((one) => ({ value: one, label: nameOf(one) }))}
        onChange={(event) => isContentLanguage(event.target.value) && onChange(event.target.value)}
      />
    </div>
  );
}
