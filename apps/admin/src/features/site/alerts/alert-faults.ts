import type { ContentLanguage } from "@archipel/blocks/languages.ts";
import type { AlertContent } from "@archipel/contracts/alerts.ts";

/** What core-api would refuse at publication, by the field that shows it. */
export interface AlertFaults {
  readonly title?: "titleMissing";
  readonly until?: "untilBefore" | "untilPast";
}

/** @param language the portal's own: readers of other languages get its text */
export function alertFaults({ title, from, until }: AlertContent, language: ContentLanguage, now: Date): AlertFaults {
  const begins = from ?? now;
  return {
    ...(!title[language]?.trim() && { title: "titleMissing" as const }),
    ...(until !== null && until <= now
      ? { until: "untilPast" as const }
      : until !== null && until <= begins && { until: "untilBefore" as const }),
  };
}

/** Languages of the portal in which the title or the text is not written. */
export function missingLanguages({ title, text }: AlertContent, languages: readonly ContentLanguage[]): readonly ContentLanguage[] {
  const hasText = Object.values(text).some(Boolean);
  return languages.filter((one) => !title[one]?.trim() || (hasText && !text[one]?.trim()));
}
