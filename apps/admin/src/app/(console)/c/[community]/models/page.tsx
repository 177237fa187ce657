import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { RoleGate } from "../../../../../features/communities/role-gate.tsx";
import { ModelsPage } from "../../../../../features/models/models-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("conformity"))("models.title") };
}

export default function Page() {
  return (
    <RoleGate needs="contributor">
      <ModelsPage />
    </RoleGate>
  );
}
