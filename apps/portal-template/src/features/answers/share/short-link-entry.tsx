import { messagesOf } from "@archipel/i18n/messages.ts";
import { NextIntlClientProvider } from "next-intl";
import { getLocale } from "next-intl/server";
import { ApiProvider } from "../../../api/react.tsx";
import type { NamedPlace } from "../place-query.ts";
import { ShortLinkButton } from "./short-link-button.tsx";

/** The button for a short link, on a page of the server. */
export async function ShortLink({ portalId, place }: { readonly portalId: string; readonly place: NamedPlace }) {
  const locale = await getLocale();
  const { answers, errors } = messagesOf(locale, ["answers", "errors"]);
  return (
    <NextIntlClientProvider messages={{ answers: { card: { tools: answers.card.tools } }, errors }}>
      <ApiProvider>
        <ShortLinkButton portalId={portalId} place={place} />
      </ApiProvider>
    </NextIntlClientProvider>
  );
}
