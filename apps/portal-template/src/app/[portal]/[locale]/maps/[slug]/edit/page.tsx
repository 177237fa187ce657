import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { inLanguage } from "../../../../../../features/maps/in-language.ts";
import { mapOf } from "../../../../../../features/maps/loaders.ts";
import { type RouteParams, siteOf } from "../../../../../../features/site/loaders.ts";
import { EditPage } from "../../../../../../features/stories/editor/edit-page.tsx";

interface Props {
  readonly params: Promise<RouteParams & { readonly slug: string }>;
}

async function asked(params: Props["params"]) {
  const { portal, locale, slug } = await params;
  const site = await siteOf(portal);
  return { site, locale, map: await mapOf(site.portal.id, decodeURIComponent(slug)) };
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [{ map, locale }, t] = await Promise.all([asked(params), getTranslations("maps.edit")]);
  return { title: t("title", { title: inLanguage(map.title, locale).text }), robots: { index: false } };
}

export default async function Page({ params }: Props) {
  return <EditPage {...(await asked(params))} />;
}
