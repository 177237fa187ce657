import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccountPage } from "../../../../../features/account/account-page.tsx";
import { type RouteParams, siteOf } from "../../../../../features/site/loaders.ts";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("portal.account");
  return { title: t("title"), robots: { index: false } };
}

export default async function Page({ params }: { readonly params: Promise<RouteParams> }) {
  const { portal } = await params;
  return <AccountPage portal={(await siteOf(portal)).portal} />;
}
