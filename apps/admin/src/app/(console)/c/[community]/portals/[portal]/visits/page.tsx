import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { VisitsPage } from "../../../../../../../features/visits/visits-page.tsx";
import { RoleGate } from "../../../../../../../kit/role-gate.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("visits"))("title") };
}

export default async function Page({ params }: { readonly params: Promise<{ portal: string }> }) {
  const { portal } = await params;
  return (
    <RoleGate needs="manager">
      <VisitsPage portalId={portal} />
    </RoleGate>
  );
}
