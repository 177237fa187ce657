import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AuditPage } from "../../../../../features/audit/audit-page.tsx";
import { RoleGate } from "../../../../../kit/role-gate.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("nav.audit") };
}

export default function Page() {
  return (
    <RoleGate needs="manager">
      <AuditPage />
    </RoleGate>
  );
}
