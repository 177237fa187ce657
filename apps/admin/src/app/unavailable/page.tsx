import { RetryWhenBack } from "@archipel/ui/retry-when-back.tsx";
import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { BarePage } from "../../kit/bare-page.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("common.unavailable"))("title") };
}

/** Shown at any address while core-api does not answer. */
export default async function Unavailable() {
  const t = await getTranslations("common.unavailable");
  return (
    <BarePage>
      <h1 className="text-headline">{t("title")}</h1>
      <p className="text-large">{t("text")}</p>
      <p className="text-ink-muted">{t("retries")}</p>
      <RetryWhenBack />
    </BarePage>
  );
}
