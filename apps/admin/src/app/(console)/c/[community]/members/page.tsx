import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RoleGate } from "../../../../../features/communities/role-gate.tsx";
import { MembersPage } from "../../../../../features/members/members-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("nav.members") };
}

export default function Page() {
  return (
    <RoleGate needs="moderator">
      <MembersPage />
    </RoleGate>
  );
}
