import { buttonClass } from "@archipel/ui/button.tsx";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { BarePage } from "../../kit/bare-page.tsx";
import { links } from "../../links.ts";

/** An invitation that was used, withdrawn, or has expired. */
export function InvalidInvitation() {
  const t = useTranslations("admin.invitation");
  return (
    <BarePage>
      <div>
        <h1 className="break-words text-headline">{t("invalid")}</h1>
        <p className="mt-2 max-w-prose break-words text-ink-muted">{t("invalidText")}</p>
      </div>
      <Link href={links.home()} className={buttonClass({ tone: "primary" })}>
        {t("toConsole")}
      </Link>
    </BarePage>
  );
}
