import type { OfferedGroup } from "@archipel/contracts/groups.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { useLocale, useTranslations } from "next-intl";
import { BarePage } from "../../kit/bare-page.tsx";
import { links } from "../../links.ts";
import { InvalidInvitation } from "../members/invalid-invitation.tsx";
import { InvitedPerson } from "../members/invited-person.tsx";
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
    <BarePage>
      <div>
        <h1 className="break-words text-headline">{t("join", { group: groupName })}</h1>
        <p className="mt-2 max-w-prose break-words text-ink-muted">
          {t("lead", { community: communityName, email, date: formatDate(locale, expiresAt) })}
        </p>
      </div>
      {description && <p className="max-w-prose whitespace-pre-line break-words">{description}</p>}
      <p className="max-w-prose">{t("rights")}</p>
      <InvitedPerson code={code} email={email} signedInAs={signedInAs} page={links.groupInvitation(code)}>
        <JoinGroup code={code} />
      </InvitedPerson>
    </BarePage>
  );
}
