import { useLocale } from "next-intl";

/** Names of languages in the language of the interface: `de` → « allemand ». */
export function useLanguageName(): (language: string) => string {
  const names = new Intl.DisplayNames(useLocale(), { type: "language" });
  return (language) => names.of(language) ?? language;
}
