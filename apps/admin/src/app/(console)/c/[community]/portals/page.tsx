import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PortalsPage } from "../../../../../features/portals/portals-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("nav.portals") };
}

export default function Page() {
  return <PortalsPage />;
}
