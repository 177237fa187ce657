import { buttonClass } from "@archipel/ui/button.tsx";
import type { Metadata } from "next";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { BarePage } from "../../kit/bare-page.tsx";
import { links } from "../../links.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("common.unreadableAddress"))("title") };
}

/** Shown for an address that the proxy cannot read. */
export default async function UnreadableAddress() {
  const t = await getTranslations("common.unreadableAddress");
  return (
    <BarePage>
      <h1 className="text-headline">{t("title")}</h1>
      <p className="text-large">{t("text")}</p>
      <Link href={links.home()} className={buttonClass({ tone: "primary" })}>
        {t("home")}
      </Link>
    </BarePage>
  );
}
