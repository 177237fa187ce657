"use client";
import type { AuditEntry } from "@archipel/contracts/audit.ts";
import { csvLineOf } from "@archipel/i18n/csv-text.ts";
import { Button } from "@archipel/ui/button.tsx";
import { useMutation } from "@tanstack/react-query";
import { Download } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useApiClient } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { FailureAlert } from "../../kit/failure-alert.tsx";
import type { AuditChoice } from "./audit-list.tsx";
import { useAuditSentence } from "./audit-sentence.ts";

/** A file that a spreadsheet opens at once; older entries are reached by the dates. */
const LINES_MAX = 10_000;
const PAGE = 100;

/** Saves the chosen entries as a CSV file, with the sentences that the page shows. */
export function JournalCsv({ choice }: { readonly choice: AuditChoice }) {
  const t = useTranslations("admin.audit");
  const separator = useLocale() === "fr" ? ";" : ",";
  const client = useApiClient();
  const community = useCommunity();
  const sentence = useAuditSentence();
  const save = useMutation({
    mutationFn: async () => {
      const entries: AuditEntry[] = [];
      let cursor: string | null = null;
      do {
        const page: { items: AuditEntry[]; nextCursor: string | null } = await client.audit.list.query({
          communityId: community.id,
          ...choice,
          cursor,
          limit: PAGE,
        });
        entries.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor !== null && entries.length < LINES_MAX);
      const lines = [
        csvLineOf([t("csv.time"), t("csv.person"), t("csv.change"), t("csv.action")], separator),
        ...entries.map((entry) =>
          csvLineOf([{ plain: entry.createdAt.toISOString() }, entry.actorName ?? "", sentence(entry), { plain: entry.action }], separator),
        ),
      ];
      // Spreadsheets take a file for UTF-8 by its first character.
      const address = URL.createObjectURL(new Blob(["\uFEFF", ...lines], { type: "text/csv;charset=utf-8" }));
      const link = document.createElement("a");
      link.href = address;
      link.download = t("csv.name", { community: community.slug });
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), 1_000);
    },
  });
  return (
    <>
      <Button onClick={() => save.mutate()} disabled={save.isPending}>
        <Download aria-hidden className="size-4" />
        {save.isPending ? t("csv.saving") : t("csv.save")}
      </Button>
      {save.error !== null && <FailureAlert error={save.error} />}
    </>
  );
}
