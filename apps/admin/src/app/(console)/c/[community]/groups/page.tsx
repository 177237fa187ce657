import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { GroupsPage } from "../../../../../features/groups/groups-page.tsx";
import { RoleGate } from "../../../../../kit/role-gate.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("groups.page"))("title") };
}

export default function Page() {
  return (
    <RoleGate needs="manager">
      <GroupsPage />
    </RoleGate>
  );
}
