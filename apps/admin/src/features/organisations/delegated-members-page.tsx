"use client";
import { type Member, type Role, roles } from "@archipel/contracts/members.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { useCommunity, useMe } from "../../kit/current-community.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { Invitations } from "../members/invitations.tsx";
import { InviteDialog } from "../members/invite-dialog.tsx";
import { Requests } from "../members/requests/requests.tsx";
import { DelegatedCommunity } from "./delegated-community.tsx";

interface DelegatedPageProps {
  readonly organisationId: string;
  readonly communityId: string;
}

/** The members of a community, for managers of an organisation that may admit and suspend them. */
export function DelegatedMembersPage(page: DelegatedPageProps) {
  const t = useTranslations("organisations.delegated");
  return (
    <DelegatedCommunity
      {...page}
      headings={({ community, given }) =>
        given.membersUpTo && {
          title: t("membersTitle", { name: community.name }),
          lead: t("membersLead", { role: given.membersUpTo }),
        }
      }
    >
      {({ given }) => <Members upTo={given.membersUpTo ?? "contributor"} />}
    </DelegatedCommunity>
  );
}

function Members({ upTo }: { readonly upTo: Role }) {
  const t = useTranslations("admin.members");
  const tc = useTranslations("common.actions");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const [isInviting, setInviting] = useState(false);
  const members = useInfiniteQuery(
    api.members.list.infiniteQueryOptions({ communityId, limit: 100 }, { getNextPageParam: (page) => page.nextCursor }),
  );
  return (
    <>
      <Button tone="primary" className="self-start" onClick={() => setInviting(true)}>
        <UserPlus aria-hidden className="size-4" />
        {t("invite")}
      </Button>
      <Requests upTo={upTo} />
      <Invitations />
      <QueryView query={members}>
        {({ pages }) => (
          <ul className="divide-y divide-line rounded-card border border-line bg-surface">
            {pages
              .flatMap(({ items }) => items)
              .map((member) => (
                <MemberLine key={member.id} member={member} upTo={upTo} />
              ))}
          </ul>
        )}
      </QueryView>
      {members.hasNextPage && (
        <Button className="self-center" disabled={members.isFetchingNextPage} onClick={() => members.fetchNextPage()}>
          {tc("showMore")}
        </Button>
      )}
      {isInviting && <InviteDialog onClose={() => setInviting(false)} upTo={upTo} />}
    </>
  );
}

function MemberLine({ member, upTo }: { readonly member: Member; readonly upTo: Role }) {
  const t = useTranslations("organisations.delegated");
  const tm = useTranslations("admin.members");
  const tr = useTranslations("admin.roles.names");
  const api = useApi();
  const me = useMe();
  const { id: communityId } = useCommunity();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const [isAsking, setAsking] = useState(false);
  const set = useMutation(
    api.members.setStatus.mutationOptions({
      onSuccess: async () => {
        setAsking(false);
        await queryClient.invalidateQueries(api.members.pathFilter());
      },
    }),
  );
  const { id: membershipId, userId, name, email, role, status } = member;
  const isActive = status === "active";
  const isTooStrong = roles.indexOf(role) > roles.indexOf(upTo);
  const reason = isActive ? (userId === me.id ? t("oneself") : isTooStrong ? t("tooStrong") : undefined) : t("onlyCommunity");
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-5 py-3">
      <span className="min-w-0 flex-1 basis-60">
        <span className="break-words font-medium">{name}</span>{" "}
        <Badge tone={isActive ? "success" : "warning"}>{tm(`status.${status}`)}</Badge>
        <span className="block break-all text-ink-muted text-small">{email}</span>
        <span className="block text-ink-muted text-small">{tr(role)}</span>
      </span>
      <Button aria-label={t("suspendOf", { name })} onClick={() => setAsking(true)} {...(reason && { disabledReason: reason })}>
        {t("suspend")}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={t("suspendTitle", { name })}
          actionLabel={t("suspend")}
          isPending={set.isPending}
          error={set.error ? errorText(set.error) : undefined}
          open
          onOpenChange={setAsking}
          onConfirm={() => set.mutate({ communityId, membershipId, status: "suspended" })}
        >
          <p>{t("suspendText")}</p>
        </ConfirmDialog>
      )}
    </li>
  );
}
