import { inLocale } from "@archipel/theme/content.ts";

/** A site that has the places that this portal does not have. */
export interface OtherSite {
  readonly name: string;
  readonly url: string;
}

/** The sites that a portal names for other places, in a language. */
export function otherSites(
  sites: readonly { readonly name: Parameters<typeof inLocale>[0]; readonly url: string }[],
  locale: "fr" | "en",
): OtherSite[] {
  return sites.map(({ name, url }) => ({ name: inLocale(name, locale), url }));
}
