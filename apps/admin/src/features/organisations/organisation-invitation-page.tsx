import type { OfferedOrganisation } from "@archipel/contracts/organisations.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { useLocale, useTranslations } from "next-intl";
import { BarePage } from "../../kit/bare-page.tsx";
import { links } from "../../links.ts";
import { InvalidInvitation } from "../members/invalid-invitation.tsx";
import { InvitedPerson } from "../members/invited-person.tsx";
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
    <BarePage>
      <div>
        <h1 className="break-words text-headline">{t("join", { organisation: locale === "fr" ? nameFr : nameEn })}</h1>
        <p className="mt-2 max-w-prose break-words text-ink-muted">{t("lead", { email, date: formatDate(locale, expiresAt) })}</p>
      </div>
      {description && <p className="max-w-prose whitespace-pre-line break-words">{description}</p>}
      <p className="max-w-prose">{t(`rights.${role}`)}</p>
      <InvitedPerson code={code} email={email} signedInAs={signedInAs} page={links.organisationInvitation(code)}>
        <JoinOrganisation code={code} />
      </InvitedPerson>
    </BarePage>
  );
}
