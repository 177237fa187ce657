import { NoticesBell } from "@archipel/account/notices-bell.tsx";
import { messagesOf } from "@archipel/i18n/messages.ts";
import { NextIntlClientProvider } from "next-intl";
import { getLocale } from "next-intl/server";
import { ApiProvider } from "../../api/react.tsx";
import { currentSession } from "../../auth.ts";
import { OwnAccount } from "../account/own-account.tsx";

/** The bell of the header, for who is signed in. */
export async function NoticesEntry() {
  const [locale, session] = await Promise.all([getLocale(), currentSession()]);
  if (!session) return null;
  return (
    <NextIntlClientProvider messages={messagesOf(locale, ["notices", "errors"])}>
      <ApiProvider>
        <OwnAccount>
          <NoticesBell />
        </OwnAccount>
      </ApiProvider>
    </NextIntlClientProvider>
  );
}
