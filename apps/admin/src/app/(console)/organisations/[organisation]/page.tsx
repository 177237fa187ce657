import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { OrganisationPage } from "../../../../features/organisations/organisation-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("organisations.community"))("title") };
}

export default async function Page({ params }: { readonly params: Promise<{ organisation: string }> }) {
  return <OrganisationPage organisationId={(await params).organisation} />;
}
