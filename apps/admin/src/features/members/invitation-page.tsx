import type { OfferedInvitation } from "@archipel/contracts/members.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { useLocale, useTranslations } from "next-intl";
import { links } from "../../links.ts";
import { AcceptInvitation } from "./accept-invitation.tsx";
import { InvalidInvitation } from "./invalid-invitation.tsx";
import { InvitationOffer } from "./invitation-offer.tsx";

interface InvitationPageProps {
  readonly code: string;
  /** Null when it was used, withdrawn, or has expired. */
  readonly invitation: OfferedInvitation | null;
  /** The e-mail address of the signed-in person; null when nobody is signed in. */
  readonly signedInAs: string | null;
}

/** The page behind the link of an invitation mail: what the invitation offers, and the next step. */
export function InvitationPage({ code, invitation, signedInAs }: InvitationPageProps) {
  const t = useTranslations("admin.invitation");
  const tr = useTranslations("admin.roles");
  const locale = useLocale();
  if (!invitation) return <InvalidInvitation />;
  const { communityName, description, email, role, groupName, hasTerritory, words, expiresAt, portals } = invitation;
  return (
    <InvitationOffer
      title={t("join", { community: communityName })}
      lead={t("lead", { email, date: formatDate(locale, expiresAt) })}
      description={description}
      invited={{ code, email, signedInAs, page: links.invitation(code) }}
      join={<AcceptInvitation code={code} />}
    >
      {words && (
        <figure className="max-w-prose border-line-strong border-l-4 pl-4">
          <figcaption className="text-ink-muted text-small">{t("words")}</figcaption>
          <blockquote className="mt-1 whitespace-pre-line break-words">{words}</blockquote>
        </figure>
      )}
      <dl className="flex flex-col gap-1">
        <dt className="text-ink-muted text-small">{t("role")}</dt>
        <dd>
          <span className="font-medium">{tr(`names.${role}`)}</span>
          <br />
          <span className="text-ink-muted">{tr(`hints.${role}`)}</span>
          {hasTerritory && <span className="block text-ink-muted">{t("inTerritory")}</span>}
        </dd>
        {groupName && (
          <>
            <dt className="mt-3 text-ink-muted text-small">{t("group")}</dt>
            <dd>{groupName}</dd>
          </>
        )}
        {portals.length > 0 && (
          <>
            <dt className="mt-3 text-ink-muted text-small">{t("leadsTo", { count: portals.length })}</dt>
            <dd>
              <ul className="flex flex-col">
                {portals.map(({ name, address }) => (
                  <li key={address}>
                    <a href={address} className="inline-flex min-h-8 items-center text-accent-ink underline underline-offset-2">
                      {name}
                    </a>
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
      </dl>
    </InvitationOffer>
  );
}
