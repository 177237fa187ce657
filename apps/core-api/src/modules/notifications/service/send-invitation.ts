import type { Role } from "@archipel/contracts/members.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { portalTheme } from "@archipel/theme/portal-theme.ts";
import type { Core } from "../../../kernel/core.ts";
import { letter } from "./layout.ts";

interface AnyInvitation {
  to: string;
  locale: "fr" | "en";
  communityName: string;
  /** The page that accepts the invitation, with its code. */
  link: string;
  expiresAt: Date;
}
interface Invitation extends AnyInvitation {
  role: Role;
  /** A group of the community that the person joins too. */
  groupName?: string | null;
  /** Whether the person who invites wrote some words. They are on the invitation's page: no mail to strangers has a text that somebody typed. */
  hasWords?: boolean;
}
interface OrganisationInvitation extends Omit<AnyInvitation, "communityName"> {
  organisationName: string;
  role: "reader" | "manager";
}
interface GroupInvitation extends AnyInvitation {
  groupName: string;
}

/**
 * Sends an invitation mail, without the name of the person who invites: its reader is unknown until they follow the link.
 * Call it after the transaction that stored the invitation: a mail cannot be rolled back.
 */
export async function sendInvitation(core: Core, invitation: Invitation): Promise<void> {
  const { locale, communityName: community, role, groupName, hasWords } = invitation;
  const t = translator(locale, "mail");
  await send(core, invitation, t("invitation.subject", { community }), [
    t("invitation.text", { community }),
    t("invitation.role", { role: t(`roles.${role}`) }),
    ...(groupName ? [t("invitation.alsoGroup", { group: groupName })] : []),
    ...(hasWords ? [t("invitation.words")] : []),
  ]);
}

/** The same for a group of people: it gives no role in the community. */
export async function sendGroupInvitation(core: Core, invitation: GroupInvitation): Promise<void> {
  const { locale, communityName: community, groupName: group } = invitation;
  const t = translator(locale, "mail");
  await send(core, invitation, t("invitation.groupSubject", { group, community }), [
    t("invitation.groupText", { group, community }),
    t("invitation.groupRights"),
  ]);
}

/** The same for an organisation over communities. */
export async function sendOrganisationInvitation(core: Core, invitation: OrganisationInvitation): Promise<void> {
  const { locale, organisationName: organisation, role } = invitation;
  const t = translator(locale, "mail");
  await send(core, { ...invitation, communityName: organisation }, t("invitation.organisationSubject", { organisation }), [
    t("invitation.organisationText", { organisation }),
    t(`invitation.organisationRights.${role}`),
  ]);
}

async function send(core: Core, invitation: AnyInvitation, subject: string, paragraphs: string[]): Promise<void> {
  const { to, locale, communityName, link, expiresAt } = invitation;
  const t = translator(locale, "mail");
  const { accent, onAccent } = portalTheme("neutral", {}).colours.light;
  await core.mailer.send(
    await letter({
      to,
      locale,
      brand: { name: communityName, accent, onAccent },
      subject,
      greeting: t("greeting"),
      paragraphs,
      action: { label: t("invitation.action"), link },
      notes: [t("invitation.expires", { date: formatDate(locale, expiresAt) }), t("invitation.account"), t("unexpected")],
      linkHint: t("linkHint"),
    }),
  );
}
