import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BarePage } from "../../kit/bare-page.tsx";
import { CloseTab } from "../../shell/close-tab.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("admin.sessionEnd"))("back") };
}

/** The end of a sign-in that another tab waits for. */
export default async function Page() {
  const t = await getTranslations("admin.sessionEnd");
  return (
    <BarePage>
      <h1 className="text-headline">{t("back")}</h1>
      <p>{t("backText")}</p>
      <CloseTab />
    </BarePage>
  );
}
