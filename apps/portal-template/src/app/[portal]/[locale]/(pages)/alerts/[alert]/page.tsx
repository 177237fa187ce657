import { plainText } from "@archipel/i18n/markdown.ts";
import type { Metadata } from "next";
import { AlertPage } from "../../../../../../features/alerts/alert-page.tsx";
import { alertOf } from "../../../../../../features/alerts/loaders.ts";
import { type RouteParams, readerOf, siteOf } from "../../../../../../features/site/loaders.ts";
import { say } from "../../../../../../features/site/said.ts";
import { alternates, links } from "../../../../../../links.ts";

interface Props {
  readonly params: Promise<RouteParams & { readonly alert: string }>;
}

async function found({ params }: Props) {
  const { portal, locale, alert } = await params;
  const site = await siteOf(portal);
  return { site, locale, alert: await alertOf(site.portal.id, decodeURIComponent(alert)) };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { site, locale, alert } = await found(props);
  const reader = readerOf(site, locale);
  return {
    title: say(reader, alert.title).text,
    description: plainText(say(reader, alert.text).text),
    alternates: {
      canonical: links.alert(locale, alert.id),
      languages: alternates(site.portal.locales, `/alerts/${alert.id}`),
      types: { "application/cap+xml": links.alertCap(site.portal.id, alert.id) },
    },
  };
}

export default async function Page(props: Props) {
  const { site, alert } = await found(props);
  return <AlertPage site={site} alert={alert} />;
}
