import { translator } from "@archipel/i18n/translator.ts";
import { portalTheme } from "@archipel/theme/portal-theme.ts";
import type { Core } from "../../../kernel/core.ts";
import { letter } from "./layout.ts";

export interface AgreementMail {
  to: string;
  locale: "fr" | "en";
  /** What the other side did. `deleted`: an operator deleted the organisation. */
  kind: "invited" | "asked" | "agreed" | "given" | "ended-by-organisation" | "ended-by-community" | "deleted";
  organisationName: string;
  communityName: string;
  words: string;
  /** The page of the console about it. */
  link: string;
}

/** Notifies a manager of one side of what the other did. Call it after the transaction: a mail cannot be rolled back. */
export async function sendAgreementMail(core: Core, mail: AgreementMail): Promise<void> {
  const { to, locale, kind, organisationName: organisation, communityName: community, words, link } = mail;
  const t = translator(locale, "mail");
  const { accent, onAccent } = portalTheme("neutral", {}).colours.light;
  await core.mailer.send(
    await letter({
      to,
      locale,
      brand: { name: organisation, accent, onAccent },
      subject: t(`agreement.${kind}.subject`, { organisation, community }),
      greeting: t("greeting"),
      paragraphs: [t(`agreement.${kind}.text`, { organisation, community }), ...(words ? [t("agreement.words", { words })] : [])],
      action: { label: t("agreement.action"), link },
      notes: [t("agreement.why")],
      linkHint: t("linkHint"),
    }),
  );
}
