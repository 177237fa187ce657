import type { Locale } from "@archipel/i18n/locales.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { completeness, type Edited } from "./content.ts";

interface LanguageChoiceProps {
  readonly languages: readonly Locale[];
  readonly content: Edited;
  readonly lang: Locale;
  readonly onChoose: (lang: Locale) => void;
}

/** The language that is written, and how much of the texts each language has. */
export function LanguageChoice({ languages, content, lang, onChoose }: LanguageChoiceProps) {
  const t = useTranslations("maps.edit");
  return (
    <fieldset>
      <legend className="mb-1.5 font-medium font-text">{t("language")}</legend>
      <div className="flex flex-wrap gap-2">
        {languages.map((one) => {
          const { done, all } = completeness(content, one);
          return (
            <Button key={one} tone={one === lang ? "primary" : "secondary"} aria-pressed={one === lang} onClick={() => onChoose(one)}>
              {done === all && <Check aria-hidden className="size-4" />}
              {t(`languages.${one}`)}
              <span className="font-normal text-small">{done === all ? t("complete") : t("completeness", { done, all })}</span>
            </Button>
          );
        })}
      </div>
    </fieldset>
  );
}
