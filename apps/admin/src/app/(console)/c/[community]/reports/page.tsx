import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ReportsPage } from "../../../../../features/reports/reports-page.tsx";
import { RoleGate } from "../../../../../kit/role-gate.tsx";

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
