import { translator } from "@archipel/i18n/translator.ts";
import type { Core } from "../../../kernel/core.ts";
import { letter, type MailBrand } from "./layout.ts";

interface Recipient {
  to: string;
  locale: "fr" | "en";
  brand: MailBrand;
  link: string;
}

/** The mail whose link proves an address and leads to the choice of a password. */
export async function sendConfirmAddress(core: Core, { to, locale, brand, link, name }: Recipient & { name: string }): Promise<void> {
  const t = translator(locale, "mail");
  await core.mailer.send(
    letter({
      to,
      locale,
      brand,
      subject: t("confirm.subject", { site: brand.name }),
      greeting: t("greetingName", { name }),
      paragraphs: [t("confirm.text", { site: brand.name })],
      action: { label: t("confirm.action"), link },
      notes: [t("confirm.expires"), t("unexpected")],
      linkHint: t("linkHint"),
    }),
  );
}

/** For an address that asked for an account and has one. */
export async function sendAccountExists(core: Core, { to, locale, brand, link }: Recipient): Promise<void> {
  const t = translator(locale, "mail");
  await core.mailer.send(
    letter({
      to,
      locale,
      brand,
      subject: t("exists.subject", { site: brand.name }),
      greeting: t("greeting"),
      paragraphs: [t("exists.text", { site: brand.name }), t("exists.forgot")],
      action: { label: t("exists.action"), link },
      notes: [t("unexpected")],
      linkHint: t("linkHint"),
    }),
  );
}

/** The mail whose link leads to the choice of another password. */
export async function sendResetPassword(core: Core, { to, locale, brand, link }: Recipient): Promise<void> {
  const t = translator(locale, "mail");
  await core.mailer.send(
    letter({
      to,
      locale,
      brand,
      subject: t("reset.subject", { site: brand.name }),
      greeting: t("greeting"),
      paragraphs: [t("reset.text", { site: brand.name })],
      action: { label: t("reset.action"), link },
      notes: [t("reset.expires"), t("reset.unexpected")],
      linkHint: t("linkHint"),
    }),
  );
}
