import type { Locale } from "@archipel/i18n/locales.ts";
import { inLocale } from "@archipel/theme/content.ts";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { links } from "../../../links.ts";
import type { Site } from "../../site/loaders.ts";
import { placeName } from "../card/place-name.ts";
import type { Asked } from "../loaders.ts";
import { queryOf } from "../place-query.ts";

/**
 * The title of an answer names the place and its municipality. Search engines do not list it: there is one for each point of the territory,
 * and the address is personal. Other sites are not given it as the referrer.
 */
export async function answerMetadata({ portal, opening }: Site, locale: Locale, asked: Asked): Promise<Metadata> {
  const [t, tPlace] = await Promise.all([
    getTranslations({ locale, namespace: "answers.card.page" }),
    getTranslations({ locale, namespace: "answers.card.place" }),
  ]);
  const common: Metadata = { robots: { index: false }, referrer: "no-referrer" };
  const question = inLocale(opening.question, locale);
  if (asked.kind !== "answered") return { ...common, title: asked.kind === "refused" ? question : t("choose") };
  const { commune } = asked.report.place;
  const name = placeName(tPlace, asked.report.place);
  const title = commune.name === "" ? name : t("title", { place: name, commune: commune.name });
  const address = links.answer(locale, queryOf(asked.place));
  return {
    ...common,
    title,
    description: t("description"),
    openGraph: {
      siteName: portal.name,
      type: "article",
      title: `${question} ${title}`,
      description: t("description"),
      locale,
      url: address,
      images: [links.shareImage(portal)],
    },
    alternates: {
      canonical: address,
      languages: Object.fromEntries(portal.locales.map((other) => [other, links.answer(other, queryOf(asked.place))])),
    },
  };
}
