import { buttonClass } from "@archipel/ui/button.tsx";
import { EmptyState } from "@archipel/ui/empty-state.tsx";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { links } from "../links.ts";

export default async function NotFound() {
  const t = await getTranslations("admin.gate");
  return (
    <main className="mx-auto max-w-2xl p-6">
      <h1 className="sr-only">{t("pageNotFound")}</h1>
      <EmptyState
        title={t("pageNotFound")}
        action={
          <Link href={links.home()} className={buttonClass({ tone: "primary" })}>
            {t("back")}
          </Link>
        }
      />
    </main>
  );
}
