import { messagesOf } from "@archipel/i18n/messages.ts";
import { getLocale, getTranslations } from "next-intl/server";
import { coreFor } from "../../api/core.ts";
import { currentSession, getAccessToken } from "../../auth.ts";
import { links } from "../../links.ts";
import { NotificationsBell } from "../notifications/notifications-bell.tsx";

/** The notifications button of the header, for signed-in people. */
export async function NotificationsEntry() {
  const [locale, t, session, token] = await Promise.all([
    getLocale(),
    getTranslations("notifications"),
    currentSession(),
    getAccessToken(),
  ]);
  if (!session) return null;
  // The page is complete without the count.
  const count = await coreFor(token)
    .notifications.unread.query()
    .catch(() => 0);
  const { notifications, errors } = messagesOf(locale, ["notifications", "errors"]);
  // Only the errors that notifications can cause: the area `errors` is long, and the header is on every page.
  const { unknown, internal, network } = errors;
  return (
    <NotificationsBell
      unread={{ count, label: count > 0 ? t("openUnread", { count }) : t("open") }}
      locale={locale}
      messages={{ notifications, errors: { unknown, internal, network } }}
      allHref={`${links.account(locale)}#notices`}
    />
  );
}
