"use client";
import type { Link } from "@archipel/blocks/field.ts";
import type { Texts } from "@archipel/blocks/texts.ts";
import type { LinkTargets } from "@archipel/contracts/site-pages.ts";
import { useTranslations } from "next-intl";
import { readableAddress } from "./address.ts";
import { useTitle } from "./use-title.ts";

/** Where a link leads, in words. */
export function useLinkWords(targets: LinkTargets): (link: Link) => string {
  const t = useTranslations("site-editor.link");
  const titleOf = useTitle();
  return (link) => {
    if (link.to === "address") return readableAddress(link.address);
    if (link.to === "page") {
      const page = targets.pages.find(({ id }) => id === link.id);
      return page ? titleOf(page.title) || (page.slug ?? t("to.home")) : t("gone");
    }
    if (link.to === "dataset") return targets.datasets.find(({ id }) => id === link.id)?.title ?? t("gone");
    if (link.to === "saved-map") {
      const map = targets.maps.find(({ id }) => id === link.id);
      return map ? titleOf(map.title as Texts) : t("gone");
    }
    return t(`to.${link.to}`);
  };
}
