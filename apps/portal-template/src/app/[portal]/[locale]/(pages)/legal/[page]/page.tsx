import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { LegalPage } from "../../../../../../features/legal/legal-page.tsx";
import { type RouteParams, siteOf } from "../../../../../../features/site/loaders.ts";
import { LEGAL_PAGES } from "../../../../../../links.ts";

interface Props {
  readonly params: Promise<RouteParams & { readonly page: string }>;
}

async function pageOf(params: Props["params"]) {
  const wanted = (await params).page;
  return LEGAL_PAGES.find((page) => page === wanted) ?? notFound();
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const [page, t] = await Promise.all([pageOf(params), getTranslations("portal.legal")]);
  return { title: t(`${page}.title`) };
}

export default async function Page({ params }: Props) {
  const [site, page] = await Promise.all([params.then(({ portal }) => siteOf(portal)), pageOf(params)]);
  return <LegalPage site={site} page={page} />;
}
