import type { Contribution } from "@archipel/contracts/contributions.ts";
import { useLocale, useTranslations } from "next-intl";

/** By which grants the author edits, and who gave them. Renders nothing for an author with a role. */
export function GrantsOfAuthor({ grants }: Pick<Contribution, "grants">) {
  const t = useTranslations("admin.contributions");
  const list = new Intl.ListFormat(useLocale());
  return grants.map(({ id, columns, areaName, givenByName, isOver }) => (
    <span key={id} className="block">
      {t("byGrant", {
        // `select` cannot compare with an empty text.
        name: givenByName ?? "none",
        what: columns ? list.format(columns) : t("byGrantAll"),
        where: areaName ? t("byGrantArea", { area: areaName }) : t("byGrantEverywhere"),
        isOver: String(isOver),
      })}
    </span>
  ));
}
