import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { OwnLifePage } from "../../../../../features/communities/life/life-page.tsx";
import { RoleGate } from "../../../../../kit/role-gate.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("communities"))("life.title") };
}

export default function Page() {
  return (
    <RoleGate needs="manager">
      <OwnLifePage />
    </RoleGate>
  );
}
