import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ThemesPage } from "../../../../../../features/reports/themes-page.tsx";
import { RoleGate } from "../../../../../../kit/role-gate.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("moderation"))("themes.title") };
}

export default function Page() {
  return (
    <RoleGate needs="moderator">
      <ThemesPage />
    </RoleGate>
  );
}
