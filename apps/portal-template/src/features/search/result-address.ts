import type { SearchResult } from "@archipel/contracts/search.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { links } from "../../links.ts";

/** Where a result opens from a page without a map. The map searches the text again: with its commune, it means one place only. */
export function resultAddress(locale: Locale, { opens, label, commune }: SearchResult): string {
  if (opens.type === "help") return links.help(locale, opens.topic);
  if (opens.type === "map") return links.savedMap(locale, opens.slug);
  if (opens.type === "page") return links.page(locale, opens.slug);
  if (opens.type === "dataset") return links.dataset(locale, opens.slug);
  return links.map(locale, { q: commune && commune.name !== label ? `${label}, ${commune.name}` : label });
}
