import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { UploadsPage } from "../../../../../features/deliveries/uploads/uploads-page.tsx";
import { RoleGate } from "../../../../../kit/role-gate.tsx";

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
