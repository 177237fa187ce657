import { EmbedPage } from "../../../../features/embed/embed-page.tsx";
import { readMapQuery } from "../../../../features/map/loaders.ts";
import { type RouteParams, siteOf } from "../../../../features/site/loaders.ts";

interface Props {
  readonly params: Promise<RouteParams>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ params, searchParams }: Props) {
  const { portal, locale } = await params;
  return <EmbedPage site={await siteOf(portal)} locale={locale} query={readMapQuery(await searchParams)} />;
}
