"use client";
import type { AuditEntry, JournalEntry } from "@archipel/contracts/audit.ts";
import { formatDate, formatTime } from "@archipel/i18n/format.ts";
import { useLocale, useTranslations } from "next-intl";
import { useAuditSentence } from "./audit-sentence.ts";

/** Entries of a journal by day, each as a sentence. */
export function AuditDays({ entries }: { readonly entries: readonly (AuditEntry | JournalEntry)[] }) {
  const locale = useLocale();
  const days = Map.groupBy(entries, ({ createdAt }) => formatDate(locale, createdAt));
  return [...days].map(([day, ofDay]) => (
    <section key={day} aria-label={day}>
      <h2 className="mb-2 font-medium text-base text-ink-muted">{day}</h2>
      <ul className="divide-y divide-line rounded-card border border-line bg-surface">
        {ofDay.map((entry) => (
          <AuditLine key={entry.id} entry={entry} />
        ))}
      </ul>
    </section>
  ));
}

function AuditLine({ entry }: { readonly entry: AuditEntry | JournalEntry }) {
  const t = useTranslations("admin.audit");
  const locale = useLocale();
  const sentence = useAuditSentence()(entry);
  const count = "occurrences" in entry ? entry.occurrences : 1;
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-0.5 px-5 py-2.5">
      <span className="min-w-0 flex-1 basis-72 break-words">{count > 1 ? t("times", { sentence, count }) : sentence}</span>
      <time dateTime={entry.createdAt.toISOString()} className="figures text-ink-muted text-small">
        {formatTime(locale, entry.createdAt)}
      </time>
    </li>
  );
}
