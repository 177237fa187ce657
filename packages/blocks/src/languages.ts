/** The languages in which a community may write its site, by their own names. The interface itself speaks fewer. */
export const CONTENT_LANGUAGES = {
  fr: "Français",
  en: "English",
  de: "Deutsch",
  es: "Español",
  it: "Italiano",
  pt: "Português",
  nl: "Nederlands",
  br: "Brezhoneg",
  ca: "Català",
  co: "Corsu",
  eu: "Euskara",
  oc: "Occitan",
} as const;
export type ContentLanguage = keyof typeof CONTENT_LANGUAGES;

export function isContentLanguage(value: string): value is ContentLanguage {
  return Object.hasOwn(CONTENT_LANGUAGES, value);
}
