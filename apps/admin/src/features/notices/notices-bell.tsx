"use client";
import { useAccountSite } from "@archipel/account/account-site.tsx";
import { MarkAllRead, NoticeList } from "@archipel/account/notice-list.tsx";
import { useUnread } from "@archipel/account/use-unread.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Popover } from "@archipel/ui/popover.tsx";
import { Bell } from "lucide-react";
import { useTranslations } from "next-intl";

const SHOWN = 8;

/** The bell of the header: how many notices wait, and the latest of them. */
export function NoticesBell() {
  const t = useTranslations("notices");
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
              className="figures absolute top-0 right-0 min-w-5 rounded-full bg-accent px-1 text-center font-medium text-on-accent text-small leading-5"
            >
              {count > 99 ? "99+" : count}
            </span>
          )}
        </Button>
      }
    >
      <NoticeList first={SHOWN} />
      <p className="border-line border-t px-4 py-3">
        <a href={noticesUrl}>{t("seeAll")}</a>
      </p>
    </Popover>
  );
}
