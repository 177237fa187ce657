import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ProcessingsPage } from "../../../../../features/processing/processings-page.tsx";
import { RoleGate } from "../../../../../kit/role-gate.tsx";

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
