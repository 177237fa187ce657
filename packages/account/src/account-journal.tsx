"use client";
import type { JournalEntry } from "@archipel/contracts/audit.ts";
import { formatDateTime, formatTime } from "@archipel/i18n/format.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useAccountSite } from "./account-site.tsx";

const ENTRIES = 10;

/** What happened to the signed-in person's account, failed sign-ins among it, latest first. */
export function AccountJournal() {
  const t = useTranslations("common.journal");
  const ta = useTranslations("common.actions");
  const { client, failure } = useAccountSite();
  const entries = useInfiniteQuery({
    queryKey: ["account", "journal"],
    queryFn: ({ pageParam }) => client.audit.own.query({ limit: ENTRIES, cursor: pageParam }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  if (entries.error) return failure(entries.error);
  if (entries.isPending) return <Skeleton className="h-40" />;
  const items = entries.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <p className="text-ink-muted">{t("none")}</p>;
  return (
    <div className="grid gap-4">
      <p className="max-w-prose text-ink-muted">{t("lead")}</p>
      <ul className="divide-y divide-line">
        {items.map((entry) => (
          <JournalLine key={entry.id} entry={entry} />
        ))}
      </ul>
      {entries.hasNextPage && (
        <Button className="justify-self-start" disabled={entries.isFetchingNextPage} onClick={() => entries.fetchNextPage()}>
          {ta("showMore")}
        </Button>
      )}
    </div>
  );
}

function JournalLine({ entry }: { readonly entry: JournalEntry }) {
  const { action, network, occurrences, firstAt, createdAt } = entry;
  const t = useTranslations("common.journal");
  const locale = useLocale();
  const key = `actions.${action.replace(/^account\./, "")}`;
  return (
    <li className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-0.5 py-2.5">
      <span className="min-w-0 flex-1 basis-60 break-words">
        {t.has(key as never) ? t(key as never) : t("unknown")}
        {network !== null && <span className="block break-all text-ink-muted text-small">{t("from", { network })}</span>}
        {occurrences > 1 && (
          <span className="block text-ink-muted text-small">
            {t("times", { count: occurrences, first: formatTime(locale, firstAt), last: formatTime(locale, createdAt) })}
          </span>
        )}
      </span>
      <time dateTime={createdAt.toISOString()} className="figures text-ink-muted text-small">
        {formatDateTime(locale, createdAt)}
      </time>
    </li>
  );
}
