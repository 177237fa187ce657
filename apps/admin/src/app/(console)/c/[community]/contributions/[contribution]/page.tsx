import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ContributionPage } from "../../../../../../features/contributions/contribution-page.tsx";
import { RoleGate } from "../../../../../../kit/role-gate.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("nav.contributions") };
}

export default async function Page({ params }: { readonly params: Promise<{ contribution: string }> }) {
  const { contribution } = await params;
  return (
    <RoleGate needs="contributor">
      <ContributionPage contributionId={contribution} />
    </RoleGate>
  );
}
