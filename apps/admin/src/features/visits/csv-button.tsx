"use client";
import type { Portal } from "@archipel/contracts/portals.ts";
import { VISIT_KINDS, type VisitReport } from "@archipel/contracts/visits.ts";
import { csvLineOf } from "@archipel/i18n/csv-text.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Download } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { keyText } from "./key-text.ts";

/** Saves the shown period as a CSV file: the days, then what was counted. */
export function CsvButton({ report, portal }: { readonly report: VisitReport; readonly portal: Portal }) {
  const t = useTranslations("visits");
  const separator = useLocale() === "fr" ? ";" : ",";
  const { days, counts } = report;
  const save = () => {
    const lines = [
      csvLineOf([t("day"), t("views"), t("visitors")], separator),
      ...days.map(({ day, views, visitors }) => csvLineOf([{ plain: day }, views, visitors], separator)),
      ...VISIT_KINDS.flatMap((kind) => [
        "\r\n",
        csvLineOf([t(`kinds.${kind}`), t("count")], separator),
        ...counts[kind].map((count) => csvLineOf([keyText(t, kind, count), count.views], separator)),
      ]),
    ];
    // Spreadsheets take a file for UTF-8 by its first character.
    const address = URL.createObjectURL(new Blob(["\uFEFF", ...lines], { type: "text/csv;charset=utf-8" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = t("csvName", { portal: portal.slug, from: days[0]?.day ?? "", to: days.at(-1)?.day ?? "" });
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 1_000);
  };
  return (
    <Button onClick={save}>
      <Download aria-hidden className="size-4" />
      {t("csv")}
    </Button>
  );
}
