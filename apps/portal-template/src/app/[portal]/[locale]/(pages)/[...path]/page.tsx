import type { Metadata } from "next";
import { notFound, permanentRedirect } from "next/navigation";
import { addressOf } from "../../../../../features/site/link-address.ts";
import { type RouteParams, siteOf } from "../../../../../features/site/loaders.ts";
import { pageAt, redirectFrom } from "../../../../../features/site/pages.ts";
import { pageMetadata } from "../../../../../features/site-pages/page-metadata.ts";
import { SitePage } from "../../../../../features/site-pages/site-page.tsx";

interface Props {
  readonly params: Promise<RouteParams & { readonly path: readonly string[] }>;
}

/** Any address that the site has no route for: a page of the community; an address that moved; else not found, in the look of the portal. */
async function found(params: Props["params"]) {
  const { portal, locale, path } = await params;
  const site = await siteOf(portal);
  const parts = path.map(decoded);
  const [slug = "", ...more] = parts;
  const page = more.length === 0 && /^[a-z0-9-]{2,60}$/.test(slug) ? await pageAt(site.portal.id, slug) : null;
  if (page) return { site, page, locale };
  const moved = await redirectFrom(site, `/${parts.join("/")}`);
  const href = moved && addressOf({ site, locale, targets: moved.targets }, moved.link);
  if (href) permanentRedirect(href);
  notFound();
}

/** The proxy has refused addresses that cannot be decoded. */
function decoded(part: string): string {
  return decodeURIComponent(part);
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { site, page, locale } = await found(params);
  return pageMetadata(site, page, locale);
}

export default async function Page({ params }: Props) {
  const { site, page } = await found(params);
  return <SitePage site={site} page={page} />;
}
