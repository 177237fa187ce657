import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SitesPage } from "../../../../../features/site/sites-page.tsx";
import { RoleGate } from "../../../../../kit/role-gate.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("site-editor"))("sites.title") };
}

export default function Page() {
  return (
    <RoleGate needs="manager">
      <SitesPage />
    </RoleGate>
  );
}
