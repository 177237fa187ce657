import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { QueuePage } from "../../../../../features/contributions/queue-page.tsx";
import { RoleGate } from "../../../../../kit/role-gate.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("nav.contributions") };
}

export default function Page() {
  return (
    <RoleGate needs="contributor">
      <QueuePage />
    </RoleGate>
  );
}
