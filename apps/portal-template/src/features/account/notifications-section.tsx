"use client";
import { MailPreferences } from "@archipel/account/mail-preferences.tsx";
import { MarkAllRead, NoticeList } from "@archipel/account/notice-list.tsx";
import { useTranslations } from "next-intl";

/** All notifications and the mail settings for them, on the account page. */
export function NotificationsSection() {
  const t = useTranslations("notifications");
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1">
        <p className="max-w-prose text-ink-muted">{t("intro")}</p>
        <div className="max-sm:-ml-3">
          <MarkAllRead />
        </div>
      </div>
      <div>
        <NoticeList first={10} hasMore />
      </div>
      <h3 className="mt-4 border-line border-t pt-6 font-medium text-large">{t("preferences.title")}</h3>
      <MailPreferences />
    </div>
  );
}
