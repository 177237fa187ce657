import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { HelpIndex } from "../../../features/help/help-pages.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin"))("help.title") };
}

export default function Page() {
  return <HelpIndex />;
}
