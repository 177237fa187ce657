"use client";
import { formatDate } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { links } from "../../links.ts";

/** The invitations that wait for the signed-in person, who may have lost the mail. Renders nothing without any. */
export function OwnInvitations() {
  const t = useTranslations("admin.invitation");
  const tr = useTranslations("admin.roles.names");
  const locale = useLocale();
  const api = useApi();
  const errorText = useErrorText();
  const invitations = useQuery(api.members.ownInvitations.queryOptions()).data ?? [];
  const accept = useMutation(
    // A whole page: the console reads the person's communities when it starts.
    api.members.acceptOwnInvitation.mutationOptions({ onSuccess: ({ slug }) => window.location.assign(links.community(slug)) }),
  );
  if (invitations.length === 0) return null;
  return (
    <section aria-labelledby="own-invitations" className="rounded-card border border-line bg-surface">
      <h2 id="own-invitations" className="border-line border-b px-5 py-3 text-base">
        {t("own", { count: invitations.length })}
      </h2>
      <ul className="divide-y divide-line">
        {invitations.map(({ id, communityName, role, expiresAt, words }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3">
            <div className="min-w-0 flex-1 basis-60">
              <p className="break-words font-medium">{communityName}</p>
              <p className="text-ink-muted text-small">
                {tr(role)} · {t("until", { date: formatDate(locale, expiresAt, "medium") })}
              </p>
              {words && <p className="mt-1 max-w-prose whitespace-pre-line break-words">{words}</p>}
            </div>
            <Button
              tone="primary"
              aria-label={t("acceptOf", { community: communityName })}
              aria-busy={accept.isPending}
              onClick={() => !accept.isPending && accept.mutate({ invitationId: id })}
            >
              {t("accept")}
            </Button>
          </li>
        ))}
      </ul>
      {accept.error && <Alert tone="danger" title={errorText(accept.error)} isLive />}
    </section>
  );
}
