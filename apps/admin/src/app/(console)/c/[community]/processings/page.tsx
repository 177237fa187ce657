import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RoleGate } from "../../../../../features/communities/role-gate.tsx";
import { ProcessingsPage } from "../../../../../features/processings/processings-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("nav.processings") };
}

export default function Page() {
  return (
    <RoleGate needs="contributor">
      <ProcessingsPage />
    </RoleGate>
  );
}
