import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RoleGate } from "../../../../../features/communities/role-gate.tsx";
import { ReportsPage } from "../../../../../features/reports/reports-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("nav.reports") };
}

export default function Page() {
  return (
    <RoleGate needs="moderator">
      <ReportsPage />
    </RoleGate>
  );
}
