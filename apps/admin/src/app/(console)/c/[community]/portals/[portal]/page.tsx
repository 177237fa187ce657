import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PortalPage } from "../../../../../../features/portals/portal-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("nav.portals") };
}

export default async function Page({ params }: { readonly params: Promise<{ portal: string }> }) {
  const { portal } = await params;
  return <PortalPage portalId={portal} />;
}
