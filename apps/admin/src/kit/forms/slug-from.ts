import { fold } from "@archipel/i18n/fold.ts";

/** A first slug from a name: lower case, no accents, hyphens between words. */
export function slugFrom(name: string): string {
  return fold(name)
    .replaceAll("œ", "oe")
    .replaceAll("æ", "ae")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60)
    .replace(/-+$/, "");
}
