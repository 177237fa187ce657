"use client";
import { CONTENT_LANGUAGES, type ContentLanguage } from "@archipel/blocks/languages.ts";
import { Button } from "@archipel/ui/button.tsx";
import { CornerDownRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEditor } from "../draft/editor-context.tsx";
import { writtenIn } from "../draft/missing-texts.ts";
import { useFields } from "../fields/fields-context.tsx";
import { LanguageChoice } from "../forms/language-choice.tsx";

interface LanguageBarProps {
  readonly onLanguage: (language: ContentLanguage) => void;
  readonly onNextMissing: () => void;
}

/** The language of all texts of the form, how much is written in each, and the way to the next missing text. */
export function LanguageBar({ onLanguage, onNextMissing }: LanguageBarProps) {
  const t = useTranslations("site-editor.languages");
  const { language, languages } = useFields();
  const { draft } = useEditor();
  const { missing } = writtenIn(draft, language);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <LanguageChoice
        languages={languages}
        value={language}
        onChange={onLanguage}
        nameOf={(one) => {
          const { all, written } = writtenIn(draft, one);
          return t("option", { name: CONTENT_LANGUAGES[one], written, all });
        }}
      />
      {missing.length > 0 && (
        <Button tone="quiet" aria-keyshortcuts="F8" onClick={onNextMissing} title={t("nextKey")}>
          <CornerDownRight aria-hidden className="size-4" />
          {t("next", { count: missing.length })}
        </Button>
      )}
    </div>
  );
}
