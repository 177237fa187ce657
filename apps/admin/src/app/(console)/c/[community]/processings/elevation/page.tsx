import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { MakeModelPage } from "../../../../../../features/elevation/make-model-page.tsx";
import { RoleGate } from "../../../../../../kit/role-gate.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("elevation"))("card.title") };
}

export default function Page() {
  return (
    <RoleGate needs="manager">
      <MakeModelPage />
    </RoleGate>
  );
}
