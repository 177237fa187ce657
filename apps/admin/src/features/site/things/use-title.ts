"use client";
import { isContentLanguage } from "@archipel/blocks/languages.ts";
import { readText, type Texts } from "@archipel/blocks/texts.ts";
import { useLocale } from "next-intl";

/** A text of the site in the language of the console, or in another one. */
export function useTitle(): (texts: Texts) => string {
  const locale = useLocale();
  return (texts) => readText(texts, isContentLanguage(locale) ? locale : "fr", "fr").text;
}
