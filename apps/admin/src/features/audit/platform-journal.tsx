"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { AuditDays } from "./audit-days.tsx";

/** The journal of what belongs to no community, for operators: refused sign-ins, accounts. */
export function PlatformJournal() {
  const t = useTranslations();
  const api = useApi();
  const entries = useInfiniteQuery(api.audit.platform.infiniteQueryOptions({ limit: 20 }, { getNextPageParam: (page) => page.nextCursor }));
  return (
    <section id="journal" aria-labelledby="journal-title" className="flex flex-col gap-4">
      <div>
        <h2 id="journal-title" className="text-title">
          {t("admin.platform.journal.title")}
        </h2>
        <p className="text-ink-muted">{t("admin.platform.journal.lead")}</p>
      </div>
      <AuditDays journal={entries} />
    </section>
  );
}
