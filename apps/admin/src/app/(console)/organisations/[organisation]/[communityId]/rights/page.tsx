import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DelegatedRightsPage } from "../../../../../../features/organisations/delegated-rights-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("organisations"))("page.rights") };
}

export default async function Page({ params }: { readonly params: Promise<{ organisation: string; communityId: string }> }) {
  const { organisation, communityId } = await params;
  return <DelegatedRightsPage organisationId={organisation} communityId={communityId} />;
}
