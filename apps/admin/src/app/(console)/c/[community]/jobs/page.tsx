import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { JobsPage } from "../../../../../features/jobs/jobs-page.tsx";
import { RoleGate } from "../../../../../kit/role-gate.tsx";

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
