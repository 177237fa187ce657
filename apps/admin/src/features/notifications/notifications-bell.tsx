"use client";
import { useAccountSite } from "@archipel/account/account-site.tsx";
import { MarkAllRead, NoticeList } from "@archipel/account/notice-list.tsx";
import { useUnread } from "@archipel/account/use-unread.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Popover } from "@archipel/ui/popover.tsx";
import { Bell } from "lucide-react";
import { useTranslations } from "next-intl";

const SHOWN = 8;

/** The notifications in the header: the number of unread ones, and the latest. */
export function NotificationsBell() {
  const t = useTranslations("notifications");
  const { noticesUrl } = useAccountSite();
  const count = useUnread().data ?? 0;
  return (
    <Popover
      title={t("title")}
      action={<MarkAllRead />}
      trigger={
        <Button tone="quiet" isSquare className="relative" aria-label={count > 0 ? t("openUnread", { count }) : t("open")}>
          <Bell aria-hidden className="size-5" />
          {count > 0 && (
            <span
              aria-hidden
              className="figures absolute top-0.5 left-1/2 min-w-4 rounded-full bg-accent px-1 text-center font-medium text-[0.6875rem] text-on-accent leading-4 ring-2 ring-surface"
            >
              {count > 99 ? "99+" : count}
            </span>
          )}
        </Button>
      }
    >
      <NoticeList first={SHOWN} />
      <p className="sticky bottom-0 border-line border-t bg-surface px-4 py-3">
        <a href={noticesUrl} className="inline-flex min-h-6 items-center text-accent-ink underline underline-offset-2">
          {t("seeAll")}
        </a>
      </p>
    </Popover>
  );
}
