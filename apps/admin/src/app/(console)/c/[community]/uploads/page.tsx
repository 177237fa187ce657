import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RoleGate } from "../../../../../features/communities/role-gate.tsx";
import { UploadsPage } from "../../../../../features/uploads/uploads-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("nav.uploads") };
}

export default function Page() {
  return (
    <RoleGate needs="contributor">
      <UploadsPage />
    </RoleGate>
  );
}
