import { EmbedPage } from "../../../../features/embed/embed-page.tsx";
import { readMapQuery } from "../../../../features/map/loaders.ts";
import { type RouteParams, siteOf } from "../../../../features/site/loaders.ts";
import { EmbeddedMapPage } from "../../../../features/stories/embedded-map-page.tsx";

interface Props {
  readonly params: Promise<RouteParams>;
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Page({ params, searchParams }: Props) {
  const [{ portal, locale }, query] = [await params, readMapQuery(await searchParams)];
  const { map } = query.params;
  const site = await siteOf(portal);
  return map ? (
    <EmbeddedMapPage site={site} locale={locale} query={query} slug={map} />
  ) : (
    <EmbedPage site={site} locale={locale} query={query} />
  );
}
