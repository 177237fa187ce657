"use client";
import type { Notice } from "@archipel/contracts/notifications.ts";
import { formatAgo } from "@archipel/i18n/format.ts";
import { Button } from "@archipel/ui/button.tsx";
import { NoticeRow } from "@archipel/ui/notice-row.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useAccountSite } from "./account-site.tsx";
import { NOTICES, useUnread } from "./use-unread.ts";

/** The largest page of the API. */
const MAX_ITEMS = 100;

/** The person's notifications, the latest first; following one marks it as read. `first`: how many are shown at first. */
export function NoticeList({ first, hasMore = false }: { readonly first: number; readonly hasMore?: boolean }) {
  const t = useTranslations("notifications");
  const [limit, setLimit] = useState(first);
  const { client, failure } = useAccountSite();
  const notices = useQuery({
    queryKey: [...NOTICES, "list", limit],
    queryFn: () => client.notifications.list.query({ limit }),
    placeholderData: (before) => before,
  });
  if (notices.error) return failure(notices.error);
  if (!notices.data) {
    return (
      <div aria-busy className="p-4">
        <Skeleton className="h-16" />
      </div>
    );
  }
  const { items, total } = notices.data;
  if (items.length === 0) return <p className={`max-w-prose text-ink-muted ${hasMore ? "" : "p-4"}`}>{t("none")}</p>;
  return (
    <>
      <ul className="divide-y divide-line">
        {items.map((notice) => (
          <li key={notice.id}>
            <NoticeLink notice={notice} />
          </li>
        ))}
      </ul>
      {hasMore && total > items.length && limit < MAX_ITEMS && (
        <Button className="mt-4" onClick={() => setLimit(Math.min(limit + first, MAX_ITEMS))}>
          {t("more")}
        </Button>
      )}
    </>
  );
}

function NoticeLink({ notice }: { readonly notice: Notice }) {
  const t = useTranslations("notifications");
  const locale = useLocale();
  const markRead = useMarkRead();
  const { urlOf } = useAccountSite();
  const { id, kind, params, communityName, createdAt, isRead } = notice;
  const { title, dataset = "", actor, said, number = 0 } = params;
  return (
    <NoticeRow
      title={t(`kinds.${kind}`, { title, dataset, actor: actor ?? t("someone"), number: String(number) })}
      unreadLabel={t("unread")}
      said={said ? t("mail.said", { said }) : null}
      about={`${communityName} · ${formatAgo(locale, createdAt, new Date())}`}
      isRead={isRead}
      url={urlOf(notice)}
      onRead={() => markRead.mutateAsync([id])}
    />
  );
}

function useMarkRead() {
  const { client } = useAccountSite();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (ids: string[]) => client.notifications.markRead.mutate({ ids }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: NOTICES }),
  });
}

/** Marks all notifications as read; shows nothing while all are read. */
export function MarkAllRead() {
  const t = useTranslations("notifications");
  const { client } = useAccountSite();
  const queryClient = useQueryClient();
  const unread = useUnread();
  const markAll = useMutation({
    mutationFn: () => client.notifications.markAllRead.mutate(),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: NOTICES }),
  });
  if (!unread.data) return null;
  return (
    <Button tone="quiet" className="-mr-3 shrink-0 px-3! text-small!" disabled={markAll.isPending} onClick={() => markAll.mutate()}>
      {t("markAllRead")}
    </Button>
  );
}
