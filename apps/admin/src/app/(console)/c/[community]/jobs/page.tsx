import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RoleGate } from "../../../../../features/communities/role-gate.tsx";
import { JobsPage } from "../../../../../features/jobs/jobs-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("nav.jobs") };
}

export default function Page() {
  return (
    <RoleGate needs="contributor">
      <JobsPage />
    </RoleGate>
  );
}
