"use client";
import { formatDate } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Mail } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { useNow } from "../../kit/use-now.ts";
import { EmailText } from "./email-text.tsx";
import { invitationsQuery } from "./members-query.ts";

/** Invitations without an answer yet. Renders nothing when there are no invitations. */
export function Invitations() {
  const t = useTranslations("admin");
  const locale = useLocale();
  const now = useNow();
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const invitations = useQuery(invitationsQuery(api, community));
  const revoke = useMutation(
    api.members.revokeInvitation.mutationOptions({ onSuccess: () => queryClient.invalidateQueries(api.members.invitations.pathFilter()) }),
  );
  if (!invitations.data?.length) return null;
  return (
    <section aria-labelledby="invitations-title" className="rounded-card border border-line bg-surface">
      <h2 id="invitations-title" className="border-line border-b px-5 py-3 text-base">
        {t("members.pending", { count: invitations.data.length })}
      </h2>
      <ul className="divide-y divide-line">
        {invitations.data.map((invitation) => (
          <li key={invitation.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-5 py-2.5">
            <Mail aria-hidden className="size-4 shrink-0 text-ink-muted" />
            <span className="min-w-0 flex-1 basis-60">
              <EmailText email={invitation.email} className="font-medium" />
              <span className="block text-ink-muted text-small">
                {[
                  t(`roles.names.${invitation.role}`),
                  invitation.groupName && t("members.inGroup", { group: invitation.groupName }),
                  invitation.hasTerritory && t("members.territory.short"),
                  t(invitation.expiresAt < now ? "members.expired" : "members.expires", {
                    date: formatDate(locale, invitation.expiresAt, "medium"),
                  }),
                ]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </span>
            <Button
              disabled={revoke.isPending}
              aria-label={t("members.revokeLabel", { email: invitation.email })}
              onClick={() => revoke.mutate({ communityId: community.id, invitationId: invitation.id })}
            >
              {t("members.revoke")}
            </Button>
          </li>
        ))}
      </ul>
      {revoke.error && <Alert tone="danger" title={errorText(revoke.error)} isLive />}
    </section>
  );
}
