import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ClosedPage } from "../../../features/communities/life/closed-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("communities"))("closed.title") };
}

export default function Page() {
  return <ClosedPage />;
}
