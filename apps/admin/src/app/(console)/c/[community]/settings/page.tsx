import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { SettingsPage } from "../../../../../features/communities/settings-page.tsx";
import { RoleGate } from "../../../../../kit/role-gate.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("nav.settings") };
}

export default function Page() {
  return (
    <RoleGate needs="manager">
      <SettingsPage />
    </RoleGate>
  );
}
