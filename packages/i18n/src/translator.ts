import { createTranslator } from "use-intl/core";
import type { Locale } from "./locales.ts";
import { type AreaMessages, MESSAGE_AREAS, type MessageArea, messagesOf } from "./messages.ts";

/**
 * Messages of one area outside React: mails, the hub's pages. `t("key", values)`.
 * A missing key throws, since the tests keep both languages complete.
 */
export function translator<A extends MessageArea>(locale: Locale, area: A) {
  return createTranslator<AreaMessages, A>({
    locale,
    messages: messagesOf(locale, MESSAGE_AREAS),
    namespace: area,
    onError(error) {
      throw error;
    },
  });
}

type Values = Readonly<Record<string, string | number>>;

/** The text of a domain error: `errors.<code>` with its parameters, or the general message when the code is unknown. */
export function errorText(locale: Locale, code: string, params: Values = {}): string {
  const messages: Readonly<Record<string, unknown>> = messagesOf(locale, ["errors"]).errors;
  const translate = createTranslator<Record<string, unknown>>({ locale, messages, onError: () => {}, getMessageFallback: () => "" });
  const text = code in messages ? translate(code as never, params as never) : "";
  return text || translate("unknown" as never);
}
