import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ModelsPage } from "../../../../../features/models/models-page.tsx";
import { RoleGate } from "../../../../../kit/role-gate.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("models"))("list.title") };
}

export default function Page() {
  return (
    <RoleGate needs="contributor">
      <ModelsPage />
    </RoleGate>
  );
}
