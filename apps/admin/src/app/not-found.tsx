import { buttonClass } from "@archipel/ui/button.tsx";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { BarePage } from "../kit/bare-page.tsx";
import { links } from "../links.ts";

export default async function NotFound() {
  const t = await getTranslations("admin.gate");
  return (
    <BarePage>
      <div>
        <h1 className="text-headline">{t("pageNotFound")}</h1>
        <p className="mt-2 max-w-prose text-ink-muted">{t("pageNotFoundText")}</p>
      </div>
      <Link href={links.home()} className={buttonClass({ tone: "primary" })}>
        {t("back")}
      </Link>
    </BarePage>
  );
}
