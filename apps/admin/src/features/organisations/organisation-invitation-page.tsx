import type { OfferedOrganisation } from "@archipel/contracts/organisations.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { useLocale, useTranslations } from "next-intl";
import { links } from "../../links.ts";
import { InvalidInvitation } from "../members/invalid-invitation.tsx";
import { InvitationOffer } from "../members/invitation-offer.tsx";
import { JoinOrganisation } from "./join-organisation.tsx";

interface OrganisationInvitationPageProps {
  readonly code: string;
  /** Null when it was used, withdrawn, or has expired. */
  readonly invitation: OfferedOrganisation | null;
  /** The e-mail address of the signed-in person; null when nobody is signed in. */
  readonly signedInAs: string | null;
}

/** The page behind the link of an invitation to an organisation. */
export function OrganisationInvitationPage({ code, invitation, signedInAs }: OrganisationInvitationPageProps) {
  const t = useTranslations("organisations.invitation");
  const locale = useLocale();
  if (!invitation) return <InvalidInvitation />;
  const { nameFr, nameEn, description, email, role, expiresAt } = invitation;
  return (
    <InvitationOffer
      title={t("join", { organisation: locale === "fr" ? nameFr : nameEn })}
      lead={t("lead", { email, date: formatDate(locale, expiresAt) })}
      description={description}
      invited={{ code, email, signedInAs, page: links.organisationInvitation(code) }}
      join={<JoinOrganisation code={code} />}
    >
      <p className="max-w-prose">{t(`rights.${role}`)}</p>
    </InvitationOffer>
  );
}
