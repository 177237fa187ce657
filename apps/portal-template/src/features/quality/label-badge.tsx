import type { Bearer } from "@archipel/contracts/quality-labels.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { Award } from "lucide-react";
import { getLocale, getTranslations } from "next-intl/server";

type Shown = Bearer["label"];

/** A label's text in a language, or in the other language when it is missing. */
export function labelName(locale: Locale, { nameFr, nameEn }: Pick<Shown, "nameFr" | "nameEn">): string {
  return locale === "en" && nameEn !== "" ? nameEn : nameFr;
}

export async function LabelBadge({ label }: { readonly label: Shown }) {
  const [locale, t] = await Promise.all([getLocale(), getTranslations("portal.quality.labels")]);
  return (
    <Badge tone={label.colour} icon={<Award aria-hidden className="size-4" />}>
      {t("badge", { name: labelName(locale, label) })}
    </Badge>
  );
}
