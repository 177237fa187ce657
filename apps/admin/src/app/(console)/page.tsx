import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { StartPage } from "../../features/overview/start-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("nav.home") };
}

export default function Page() {
  return <StartPage />;
}
