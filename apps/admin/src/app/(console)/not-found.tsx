import { buttonClass } from "@archipel/ui/button.tsx";
import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { PageHeader } from "../../kit/page-header.tsx";
import { links } from "../../links.ts";

/** Shown inside the console's frame, which already has the landmarks. */
export default async function NotFound() {
  const t = await getTranslations("admin.gate");
  return (
    <>
      <PageHeader title={t("pageNotFound")} lead={t("pageNotFoundText")} />
      <Link href={links.home()} className={`${buttonClass({ tone: "primary" })} self-start`}>
        {t("back")}
      </Link>
    </>
  );
}
