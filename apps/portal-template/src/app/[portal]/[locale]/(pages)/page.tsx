import { HomePage } from "../../../../features/home/home-page.tsx";
import { type RouteParams, siteOf } from "../../../../features/site/loaders.ts";

export default async function Page({ params }: { readonly params: Promise<RouteParams> }) {
  return <HomePage site={await siteOf((await params).portal)} />;
}
