import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DelegatedMembersPage } from "../../../../../../features/organisations/delegated-members-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("organisations"))("page.members") };
}

export default async function Page({ params }: { readonly params: Promise<{ organisation: string; communityId: string }> }) {
  const { organisation, communityId } = await params;
  return <DelegatedMembersPage organisationId={organisation} communityId={communityId} />;
}
