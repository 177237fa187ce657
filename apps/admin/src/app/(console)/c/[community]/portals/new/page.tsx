import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { NewPortalPage } from "../../../../../../features/portals/new-portal-page.tsx";
import { RoleGate } from "../../../../../../kit/role-gate.tsx";

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
