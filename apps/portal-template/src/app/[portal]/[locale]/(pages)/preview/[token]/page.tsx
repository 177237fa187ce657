import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { type RouteParams, siteOf } from "../../../../../../features/site/loaders.ts";
import { previewOf } from "../../../../../../features/site/pages.ts";
import { DraftBanner } from "../../../../../../features/site-pages/draft-banner.tsx";
import { pageMetadata } from "../../../../../../features/site-pages/page-metadata.ts";
import { SitePage } from "../../../../../../features/site-pages/site-page.tsx";
import { ThemeListener } from "../../../../../../features/site-pages/theme-listener.tsx";

interface Props {
  readonly params: Promise<RouteParams & { readonly token: string }>;
}

const draftOf = cache(async (host: string, token: string) => {
  const site = await siteOf(host);
  const draft = await previewOf(site.portal.id, decodeURIComponent(token).slice(0, 100));
  return draft ? { site, ...draft } : notFound();
});

/** A draft is no search engine's business, and its secret address none of the sites that it links to. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { portal, locale, token } = await params;
  const { site, page } = await draftOf(portal, token);
  const { title } = pageMetadata(site, page, locale);
  return { ...(title && { title }), robots: { index: false, follow: false }, referrer: "no-referrer", alternates: {} };
}

export default async function Page({ params }: Props) {
  const { portal, token } = await params;
  const { site, page, values } = await draftOf(portal, token);
  return (
    <>
      {page.isDraft && <DraftBanner />}
      <ThemeListener />
      <SitePage site={site} page={page} values={values} />
    </>
  );
}
