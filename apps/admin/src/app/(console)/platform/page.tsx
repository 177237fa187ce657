import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { PlatformPage } from "../../../features/platform/platform-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("nav.platform") };
}

export default function Page() {
  return <PlatformPage />;
}
