"use client";
import { MailPreferences } from "@archipel/account/mail-preferences.tsx";
import { MarkAllRead, NoticeList } from "@archipel/account/notice-list.tsx";
import { useTranslations } from "next-intl";

/** All notifications and the mail settings, on the account page. */
export function NotificationsSection() {
  const t = useTranslations("notifications");
  return (
    <section id="notices" aria-labelledby="notices-title" className="flex max-w-2xl scroll-mt-20 flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id="notices-title" className="text-title">
          {t("title")}
        </h2>
        <MarkAllRead />
      </div>
      <div>
        <NoticeList first={20} hasMore />
      </div>
      <h3 className="font-medium">{t("preferences.title")}</h3>
      <MailPreferences />
    </section>
  );
}
