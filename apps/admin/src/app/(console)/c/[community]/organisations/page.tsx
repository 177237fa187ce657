import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { CommunityOrganisationsPage } from "../../../../../features/organisations/community-organisations-page.tsx";
import { RoleGate } from "../../../../../kit/role-gate.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("organisations.community"))("title") };
}

export default function Page() {
  return (
    <RoleGate needs="manager">
      <CommunityOrganisationsPage />
    </RoleGate>
  );
}
