"use client";
import type { AuditEntry, JournalEntry } from "@archipel/contracts/audit.ts";
import { formatDate, formatTime } from "@archipel/i18n/format.ts";
import { Button } from "@archipel/ui/button.tsx";
import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { QueryView } from "../../kit/query-view.tsx";
import { useAuditParts } from "./audit-sentence.ts";
import { linkOf, undoOf } from "./entry-link.ts";

type Entry = AuditEntry | JournalEntry;

interface Journal {
  readonly data: { readonly pages: readonly { readonly items: readonly Entry[] }[] } | undefined;
  readonly error: unknown;
  readonly refetch: () => unknown;
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
}

/** A journal, page by page: its entries by day, newest first, each as a sentence. In a community the things that they name are links. */
export function AuditDays({ journal, community = null }: { readonly journal: Journal; readonly community?: string | null }) {
  const t = useTranslations();
  return (
    <QueryView query={journal}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        if (items.length === 0) return <p className="text-ink-muted">{t("admin.audit.empty")}</p>;
        return (
          <div className="flex flex-col gap-6">
            <Days entries={items} community={community} />
            {journal.hasNextPage && (
              <Button className="self-center" disabled={journal.isFetchingNextPage} onClick={() => journal.fetchNextPage()}>
                {t("common.actions.showMore")}
              </Button>
            )}
          </div>
        );
      }}
    </QueryView>
  );
}

function Days({ entries, community }: { readonly entries: readonly Entry[]; readonly community: string | null }) {
  const locale = useLocale();
  const days = Map.groupBy(entries, ({ createdAt }) => formatDate(locale, createdAt));
  return [...days].map(([day, ofDay]) => (
    <section key={day} aria-label={day}>
      <h2 className="mb-2 font-medium text-base text-ink-muted">{day}</h2>
      <ul className="divide-y divide-line rounded-card border border-line bg-surface">
        {ofDay.map((entry) => (
          <AuditLine key={entry.id} entry={entry} community={community} />
        ))}
      </ul>
    </section>
  ));
}

function AuditLine({ entry, community }: { readonly entry: Entry; readonly community: string | null }) {
  const t = useTranslations("admin.audit");
  const locale = useLocale();
  const [before, named, after] = useAuditParts()(entry);
  const count = "occurrences" in entry ? entry.occurrences : 1;
  const known = community !== null && "standing" in entry ? entry : null;
  const href = known && community !== null ? linkOf(community, known) : undefined;
  const undo = known && community !== null ? undoOf(community, known) : undefined;
  const shown = named || (href ? t("open") : "");
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-0.5 px-5 py-2.5">
      <span className="min-w-0 flex-1 basis-72 break-words">
        {before}
        {!named && href && " "}
        {href ? (
          <Link href={href} className="underline underline-offset-2 hover:text-accent-ink">
            {shown}
          </Link>
        ) : (
          shown
        )}
        {after}
        {count > 1 && ` ${t("times", { count })}`}
      </span>
      <span className="flex items-baseline gap-4">
        {undo && (
          <Link href={undo} className="text-small underline underline-offset-2 hover:text-accent-ink">
            {t("undo")}
          </Link>
        )}
        <time dateTime={entry.createdAt.toISOString()} className="figures text-ink-muted text-small">
          {formatTime(locale, entry.createdAt)}
        </time>
      </span>
    </li>
  );
}
