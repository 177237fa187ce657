import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RoleGate } from "../../../../../../features/communities/role-gate.tsx";
import { NewPortalPage } from "../../../../../../features/portals/new-portal-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("portals.create") };
}

export default function Page() {
  return (
    <RoleGate needs="manager">
      <NewPortalPage />
    </RoleGate>
  );
}
