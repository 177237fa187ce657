"use client";
import type { AuditEntry } from "@archipel/contracts/audit.ts";
import { formatDate, formatTime } from "@archipel/i18n/format.ts";
import { Button } from "@archipel/ui/button.tsx";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { useAuditSentence } from "./audit-sentence.ts";

interface AuditListProps {
  readonly resourceType?: string | undefined;
  readonly resourceId?: string | undefined;
}

/** Audit entries by day, newest first, each as a sentence. */
export function AuditList({ resourceType, resourceId }: AuditListProps) {
  const t = useTranslations();
  const locale = useLocale();
  const api = useApi();
  const community = useCommunity();
  const entries = useInfiniteQuery(
    api.audit.list.infiniteQueryOptions(
      { communityId: community.id, ...(resourceType && { resourceType }), ...(resourceId && { resourceId }) },
      { getNextPageParam: (page) => page.nextCursor },
    ),
  );
  return (
    <QueryView query={entries}>
      {({ pages }) => {
        const items = pages.flatMap((page) => page.items);
        if (items.length === 0) return <p className="text-ink-muted">{t("admin.audit.empty")}</p>;
        const days = Map.groupBy(items, ({ createdAt }) => formatDate(locale, createdAt));
        return (
          <div className="flex flex-col gap-6">
            {[...days].map(([day, ofDay]) => (
              <section key={day} aria-label={day}>
                <h2 className="mb-2 font-medium text-base text-ink-muted">{day}</h2>
                <ul className="divide-y divide-line rounded-card border border-line bg-surface">
                  {ofDay.map((entry) => (
                    <AuditLine key={entry.id} entry={entry} />
                  ))}
                </ul>
              </section>
            ))}
            {entries.hasNextPage && (
              <Button className="self-center" disabled={entries.isFetchingNextPage} onClick={() => entries.fetchNextPage()}>
                {t("common.actions.showMore")}
              </Button>
            )}
          </div>
        );
      }}
    </QueryView>
  );
}

function AuditLine({ entry }: { readonly entry: AuditEntry }) {
  const locale = useLocale();
  const sentence = useAuditSentence();
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-0.5 px-5 py-2.5">
      <span className="min-w-0 flex-1 basis-72 break-words">{sentence(entry)}</span>
      <time dateTime={entry.createdAt.toISOString()} className="figures text-ink-muted text-small">
        {formatTime(locale, entry.createdAt)}
      </time>
    </li>
  );
}
