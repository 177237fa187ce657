import { RetryWhenBack } from "@archipel/ui/retry-when-back.tsx";
import { useTranslations } from "next-intl";
import { BarePage } from "./bare-page.tsx";

/** The platform cannot serve for a moment. The page opens by itself when it can. */
export function Unavailable() {
  const t = useTranslations("common.unavailable");
  return (
    <BarePage>
      <h1 className="text-headline">{t("title")}</h1>
      <p className="text-large">{t("text")}</p>
      <p className="text-ink-muted">{t("retries")}</p>
      <RetryWhenBack />
    </BarePage>
  );
}
