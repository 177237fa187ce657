import type { OfferedGroup } from "@archipel/contracts/groups.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { useLocale, useTranslations } from "next-intl";
import { links } from "../../links.ts";
import { InvalidInvitation } from "../members/invalid-invitation.tsx";
import { InvitationOffer } from "../members/invitation-offer.tsx";
import { JoinGroup } from "./join-group.tsx";

interface GroupInvitationPageProps {
  readonly code: string;
  /** Null when it was used, withdrawn, or has expired. */
  readonly invitation: OfferedGroup | null;
  /** The e-mail address of the signed-in person; null when nobody is signed in. */
  readonly signedInAs: string | null;
}

/** The page behind the link of an invitation to a group. */
export function GroupInvitationPage({ code, invitation, signedInAs }: GroupInvitationPageProps) {
  const t = useTranslations("groups.invitation");
  const locale = useLocale();
  if (!invitation) return <InvalidInvitation />;
  const { groupName, communityName, description, email, expiresAt } = invitation;
  return (
    <InvitationOffer
      title={t("join", { group: groupName })}
      lead={t("lead", { community: communityName, email, date: formatDate(locale, expiresAt) })}
      description={description}
      invited={{ code, email, signedInAs, page: links.groupInvitation(code) }}
      join={<JoinGroup code={code} />}
    >
      <p className="max-w-prose">{t("rights")}</p>
    </InvitationOffer>
  );
}
