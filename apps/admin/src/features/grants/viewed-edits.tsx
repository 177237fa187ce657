import type { ViewedDataset } from "@archipel/contracts/grants.ts";
import { useLocale, useTranslations } from "next-intl";

/** What a person may edit of a layer, as a sentence. */
export function ViewedEdits({ edits }: { readonly edits: ViewedDataset["layers"][number]["edits"] }) {
  const [t, tr, locale] = [useTranslations("grants.viewAs"), useTranslations("grants.rights"), useLocale()];
  if (!edits) return <p>{t("noEdits")}</p>;
  const list = new Intl.ListFormat(locale);
  return (
    <p>
      {t("edits", {
        columns: edits.givesShapes ? t("editsAll") : list.format(edits.columns),
        where: edits.areas.length > 0 ? tr("where.area", { area: list.format(edits.areas) }) : tr("where.everywhere"),
        isDirect: String(edits.isDirect),
      })}
    </p>
  );
}
