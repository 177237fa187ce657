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

/** Each mail has its own subject, text and button. */
const words = {
  confirm: { subject: "confirm.subject", text: "confirm.text", action: "confirm.action" },
  exists: { subject: "exists.subject", text: "exists.text", action: "exists.action" },
  reset: { subject: "reset.subject", text: "reset.text", action: "reset.action" },
} as const;

/** @param rest the further parts of the mail */
async function send(
  core: Core,
  { to, locale, brand, link }: Recipient,
  kind: keyof typeof words,
  rest: (t: MailWords) => { greeting: string; advice?: string; notes: string[] },
): Promise<void> {
  const t = translator(locale, "mail");
  const { greeting, advice, notes } = rest(t);
  const site = { site: brand.name };
  const text = t(words[kind].text, site);
  await core.mailer.send(
    await letter({
      to,
      locale,
      brand,
      subject: t(words[kind].subject, site),
      greeting,
      paragraphs: advice === undefined ? [text] : [text, advice],
      action: { label: t(words[kind].action), link },
      notes,
      linkHint: t("linkHint"),
    }),
  );
}

/** The mail whose link confirms an address and leads to the choice of a password. Without the name that was typed: anyone could write to anyone. */
export function sendConfirmAddress(core: Core, recipient: Recipient): Promise<void> {
  return send(core, recipient, "confirm", (t) => ({
    greeting: t("greeting"),
    notes: [t("confirm.expires"), t("unexpected")],
  }));
}

/** For an address that requested an account but already has one. */
export function sendAccountExists(core: Core, recipient: Recipient): Promise<void> {
  return send(core, recipient, "exists", (t) => ({ greeting: t("greeting"), advice: t("exists.forgot"), notes: [t("unexpected")] }));
}

/** The mail whose link leads to the choice of another password. */
export function sendResetPassword(core: Core, recipient: Recipient): Promise<void> {
  return send(core, recipient, "reset", (t) => ({ greeting: t("greeting"), notes: [t("reset.expires"), t("reset.unexpected")] }));
}
