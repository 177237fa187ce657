import type { Role } from "@archipel/contracts/members.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { portalTheme } from "@archipel/theme/portal-theme.ts";
import type { Core } from "../../../kernel/core.ts";
import { letter } from "./layout.ts";

interface Invitation {
  to: string;
  locale: "fr" | "en";
  communityName: string;
  inviterName: string;
  role: Role;
  /** The page that accepts the invitation, with its code. */
  link: string;
  expiresAt: Date;
}

/** Sends an invitation mail. Call it after the transaction that stored the invitation: a mail cannot be rolled back. */
export async function sendInvitation(core: Core, invitation: Invitation): Promise<void> {
  const { to, locale, communityName, inviterName, role, link, expiresAt } = invitation;
  const t = translator(locale, "mail");
  const { accent, onAccent } = portalTheme("neutral", {}).colours.light;
  await core.mailer.send(
    await letter({
      to,
      locale,
      brand: { name: communityName, accent, onAccent },
      subject: t("invitation.subject", { community: communityName }),
      greeting: t("greeting"),
      paragraphs: [
        t("invitation.text", { inviter: inviterName, community: communityName }),
        t("invitation.role", { role: t(`roles.${role}`) }),
      ],
      action: { label: t("invitation.action"), link },
      notes: [t("invitation.expires", { date: formatDate(locale, expiresAt) }), t("invitation.account"), t("unexpected")],
      linkHint: t("linkHint"),
    }),
  );
}
