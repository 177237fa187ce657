import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { JobPage } from "../../../../../../features/jobs/job-page.tsx";
import { RoleGate } from "../../../../../../kit/role-gate.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("nav.jobs") };
}

export default async function Page({ params }: { readonly params: Promise<{ job: string }> }) {
  const { job } = await params;
  return (
    <RoleGate needs="contributor">
      <JobPage jobId={job} />
    </RoleGate>
  );
}
