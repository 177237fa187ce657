import { messagesOf } from "@archipel/i18n/messages.ts";
import { NextIntlClientProvider } from "next-intl";
import { getLocale } from "next-intl/server";
import { ApiProvider } from "../../api/react.tsx";
import { currentSession } from "../../auth.ts";
import { NoticesBell } from "../notices/notices-bell.tsx";

/** The bell of the header, for who is signed in. */
export async function NoticesEntry() {
  const [locale, session] = await Promise.all([getLocale(), currentSession()]);
  if (!session) return null;
  return (
    <NextIntlClientProvider messages={messagesOf(locale, ["notices", "errors"])}>
      <ApiProvider>
        <NoticesBell />
      </ApiProvider>
    </NextIntlClientProvider>
  );
}
