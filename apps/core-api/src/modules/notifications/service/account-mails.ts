import { translator } from "@archipel/i18n/translator.ts";
import type { Core } from "../../../kernel/core.ts";
import { letter, type MailBrand } from "./layout.ts";

interface Recipient {
  to: string;
  locale: "fr" | "en";
  brand: MailBrand;
  link: string;
}

type MailWords = ReturnType<typeof translator<"mail">>;

/** Each mail has its own subject, text and button; `rest` is what it says beside them. */
async function send(
  core: Core,
  { to, locale, brand, link }: Recipient,
  kind: "confirm" | "exists" | "reset",
  rest: (t: MailWords) => { greeting: string; advice?: string; notes: string[] },
): Promise<void> {
  const t = translator(locale, "mail");
  const { greeting, advice, notes } = rest(t);
  const text = t(`${kind}.text`, { site: brand.name });
  await core.mailer.send(
    letter({
      to,
      locale,
      brand,
      subject: t(`${kind}.subject`, { site: brand.name }),
      greeting,
      paragraphs: advice === undefined ? [text] : [text, advice],
      action: { label: t(`${kind}.action`), link },
      notes,
      linkHint: t("linkHint"),
    }),
  );
}

/** The mail whose link proves an address and leads to the choice of a password. */
export function sendConfirmAddress(core: Core, { name, ...recipient }: Recipient & { name: string }): Promise<void> {
  return send(core, recipient, "confirm", (t) => ({
    greeting: t("greetingName", { name }),
    notes: [t("confirm.expires"), t("unexpected")],
  }));
}

/** For an address that asked for an account and has one. */
export function sendAccountExists(core: Core, recipient: Recipient): Promise<void> {
  return send(core, recipient, "exists", (t) => ({ greeting: t("greeting"), advice: t("exists.forgot"), notes: [t("unexpected")] }));
}

/** The mail whose link leads to the choice of another password. */
export function sendResetPassword(core: Core, recipient: Recipient): Promise<void> {
  return send(core, recipient, "reset", (t) => ({ greeting: t("greeting"), notes: [t("reset.expires"), t("reset.unexpected")] }));
}
