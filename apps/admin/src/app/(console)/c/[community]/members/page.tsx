import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { MembersPage } from "../../../../../features/members/members-page.tsx";
import { RoleGate } from "../../../../../kit/role-gate.tsx";

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
