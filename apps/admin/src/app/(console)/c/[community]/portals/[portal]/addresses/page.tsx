import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AddressesPage } from "../../../../../../../features/domains/addresses-page.tsx";
import { RoleGate } from "../../../../../../../kit/role-gate.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("domains"))("title") };
}

export default async function Page({ params }: { readonly params: Promise<{ portal: string }> }) {
  const { portal } = await params;
  return (
    <RoleGate needs="manager">
      <AddressesPage portalId={portal} />
    </RoleGate>
  );
}
