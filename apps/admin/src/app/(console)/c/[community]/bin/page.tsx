import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BinPage } from "../../../../../features/bin/bin-page.tsx";
import { RoleGate } from "../../../../../kit/role-gate.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("nav.bin") };
}

export default function Page() {
  return (
    <RoleGate needs="manager">
      <BinPage />
    </RoleGate>
  );
}
