import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { LabelsPage } from "../../../../../features/labels/labels-page.tsx";
import { RoleGate } from "../../../../../kit/role-gate.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("nav.labels") };
}

export default function Page() {
  return (
    <RoleGate needs="manager">
      <LabelsPage />
    </RoleGate>
  );
}
