"use client";
import type { Notice } from "@archipel/contracts/notifications.ts";
import { formatAgo } from "@archipel/i18n/format.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { clsx } from "clsx";
import { useLocale, useTranslations } from "next-intl";
import { type MouseEvent, useState } from "react";
import { useApi } from "../../api/api.ts";
import { FailureAlert } from "./failure-alert.tsx";

/** The API gives no more at once. */
const MOST = 100;

/** What the person was told, the latest first; following one marks it as read. `first`: how many are shown before one asks for more. */
export function NoticeList({ first, hasMore = false }: { readonly first: number; readonly hasMore?: boolean }) {
  const t = useTranslations("notices");
  const [limit, setLimit] = useState(first);
  const notices = useQuery(useApi().notifications.list.queryOptions({ limit }, { placeholderData: (before) => before }));
  if (notices.error) return <FailureAlert error={notices.error} />;
  if (!notices.data) {
    return (
      <div aria-busy className="p-4">
        <Skeleton className="h-16" />
      </div>
    );
  }
  const { items, total } = notices.data;
  if (items.length === 0) return <p className="max-w-prose p-4 text-ink-muted">{t("none")}</p>;
  return (
    <>
      <ul className="divide-y divide-line">
        {items.map((notice) => (
          <li key={notice.id}>
            <NoticeLink notice={notice} />
          </li>
        ))}
      </ul>
      {hasMore && total > items.length && limit < MOST && (
        <Button className="mt-4" onClick={() => setLimit(Math.min(limit + first, MOST))}>
          {t("more")}
        </Button>
      )}
    </>
  );
}

function NoticeLink({ notice }: { readonly notice: Notice }) {
  const t = useTranslations("notices");
  const locale = useLocale();
  const markRead = useMarkRead();
  const { id, kind, params, communityName, createdAt, isRead, consoleUrl, portalUrl } = notice;
  const { title, dataset = "", actor, said, number = 0 } = params;
  const url = consoleUrl ?? portalUrl;
  async function follow(event: MouseEvent) {
    if (isRead || url === null) return;
    const isElsewhere = event.metaKey || event.ctrlKey || event.shiftKey;
    if (!isElsewhere) event.preventDefault();
    // Leaving the page would cut the call short; when it fails, the notice only stays unread.
    await markRead.mutateAsync({ ids: [id] }).catch(() => {});
    if (!isElsewhere) location.assign(url);
  }
  const words = (
    <>
      <span aria-hidden className={clsx("mt-2 size-2 shrink-0 rounded-full", !isRead && "bg-accent")} />
      <span className="min-w-0 flex-1">
        <span className={clsx("block break-words", !isRead && "font-medium")}>
          {!isRead && <span className="sr-only">{t("unread")} – </span>}
          {t(`kinds.${kind}`, { title, dataset, actor: actor ?? t("someone"), number: String(number) })}
        </span>
        {said && <span className="mt-0.5 line-clamp-2 break-words text-small">{t("mail.said", { said })}</span>}
        <span className="mt-0.5 block text-ink-muted text-small">
          {communityName} · {formatAgo(locale, createdAt, new Date())}
        </span>
      </span>
    </>
  );
  const className = "flex gap-3 px-4 py-3 text-ink no-underline";
  if (url === null) return <div className={className}>{words}</div>;
  return (
    <a href={url} onClick={follow} className={clsx(className, "hover:bg-sunken")}>
      {words}
    </a>
  );
}

function useMarkRead() {
  const api = useApi();
  const queryClient = useQueryClient();
  return useMutation(
    api.notifications.markRead.mutationOptions({ onSuccess: () => queryClient.invalidateQueries(api.notifications.pathFilter()) }),
  );
}

/** Marks all of them as read; nothing while none is unread. */
export function MarkAllRead() {
  const t = useTranslations("notices");
  const api = useApi();
  const queryClient = useQueryClient();
  const unread = useQuery(api.notifications.unread.queryOptions());
  const markAll = useMutation(
    api.notifications.markAllRead.mutationOptions({ onSuccess: () => queryClient.invalidateQueries(api.notifications.pathFilter()) }),
  );
  if (!unread.data) return null;
  return (
    <Button tone="quiet" disabled={markAll.isPending} onClick={() => markAll.mutate()}>
      {t("markAllRead")}
    </Button>
  );
}
