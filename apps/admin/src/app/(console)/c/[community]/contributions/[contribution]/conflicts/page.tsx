import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ConflictsPage } from "../../../../../../../features/contributions/conflicts-page.tsx";
import { RoleGate } from "../../../../../../../kit/role-gate.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("conflicts"))("title") };
}

export default async function Page({ params }: { readonly params: Promise<{ contribution: string }> }) {
  const { contribution } = await params;
  return (
    <RoleGate needs="contributor">
      <ConflictsPage contributionId={contribution} />
    </RoleGate>
  );
}
