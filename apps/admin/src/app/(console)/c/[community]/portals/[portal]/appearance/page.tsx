import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AppearancePage } from "../../../../../../../features/portals/appearance/appearance-page.tsx";
import { RoleGate } from "../../../../../../../kit/role-gate.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.portals.sections"))("appearance") };
}

export default async function Page({ params }: { readonly params: Promise<{ portal: string }> }) {
  const { portal } = await params;
  return (
    <RoleGate needs="manager">
      <AppearancePage portalId={portal} />
    </RoleGate>
  );
}
