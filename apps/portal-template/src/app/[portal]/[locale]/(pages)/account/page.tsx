import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { AccountPage } from "../../../../../features/account/account-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("portal.account");
  return { title: t("title"), robots: { index: false } };
}

export default function Page() {
  return <AccountPage />;
}
