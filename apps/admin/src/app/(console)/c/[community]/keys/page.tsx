import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { env } from "../../../../../env.ts";
import { KeysPage } from "../../../../../features/keys/keys-page.tsx";
import { RoleGate } from "../../../../../kit/role-gate.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("nav.keys") };
}

export default function Page() {
  return (
    <RoleGate needs="manager">
      <KeysPage server={env.ARCHIPEL_PUBLIC_URL} />
    </RoleGate>
  );
}
