import type { SitePicture } from "@archipel/contracts/site-pages.ts";
import { links } from "../../../links.ts";

/** The narrowest variant; its path is on core-api. */
export function thumbnailOf({ variants }: SitePicture): string {
  return links.sitePicture(variants[0]?.address ?? "");
}
