import { useLocale } from "next-intl";
import type { Text } from "./card.ts";

/** A text of the report. Laws and names exist in one language: it is named when it is not the page's. */
export function Said({ text: { lang, text } }: { readonly text: Text }) {
  const locale = useLocale();
  return lang === locale ? text : <span lang={lang}>{text}</span>;
}
