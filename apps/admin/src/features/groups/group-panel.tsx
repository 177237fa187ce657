"use client";
import type { Group, GroupPeople } from "@archipel/contracts/groups.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { useCommunity } from "../../kit/current-community.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { UsedBy } from "../../kit/used-by.tsx";
import { GroupForm } from "./group-form.tsx";
import { InviteToGroup } from "./invite-to-group.tsx";
import { useGroupCalls } from "./use-group-calls.ts";

/** One group, beside the list: its people, its invitations, and what can be done with it. */
export function GroupPanel({ group, onClose }: { readonly group: Group | null; readonly onClose: () => void }) {
  const tc = useTranslations("common.actions");
  return (
    <Dialog
      placement="side"
      title={group?.name ?? ""}
      description={group?.description}
      closeLabel={tc("close")}
      open={group !== null}
      onOpenChange={(open) => !open && onClose()}
    >
      {group && <GroupDetail key={group.id} group={group} onDeleted={onClose} />}
    </Dialog>
  );
}

function GroupDetail({ group, onDeleted }: { readonly group: Group; readonly onDeleted: () => void }) {
  const api = useApi();
  const { id: communityId } = useCommunity();
  const people = useQuery(api.groups.people.queryOptions({ communityId, groupId: group.id }));
  return (
    <div className="flex flex-col gap-6">
      <InviteToGroup groupId={group.id} />
      <QueryView query={people} rows={3}>
        {(all) => (
          <>
            <People group={group} people={all.members} />
            {all.invitations.length > 0 && <Invited group={group} invitations={all.invitations} />}
          </>
        )}
      </QueryView>
      <GroupActs group={group} onDeleted={onDeleted} />
    </div>
  );
}

function People({ group, people }: { readonly group: Group; readonly people: GroupPeople["members"] }) {
  const t = useTranslations("groups.people");
  const locale = useLocale();
  const errorText = useErrorText();
  const { id: communityId } = useCommunity();
  const [leaving, setLeaving] = useState<GroupPeople["members"][number] | null>(null);
  const { removePerson } = useGroupCalls({ onRemoved: () => setLeaving(null) });
  return (
    <section aria-labelledby="group-people">
      <h3 id="group-people" className="text-base">
        {t("members")}
      </h3>
      {people.length === 0 && <p className="mt-2 text-ink-muted">{t("none")}</p>}
      <ul className="mt-2 divide-y divide-line">
        {people.map((person) => (
          <li key={person.userId} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2.5">
            <span className="min-w-0 flex-1 basis-48">
              <span className="break-words font-medium">{person.name}</span>
              <span className="block break-all text-ink-muted text-small">{person.email}</span>
              <span className="block text-ink-muted text-small">{t("since", { date: formatDate(locale, person.since, "medium") })}</span>
            </span>
            <Button aria-label={t("removeNamed", { name: person.name })} onClick={() => setLeaving(person)}>
              {t("remove")}
            </Button>
          </li>
        ))}
      </ul>
      {leaving && (
        <ConfirmDialog
          title={t("removeTitle", { name: leaving.name })}
          actionLabel={t("remove")}
          isPending={removePerson.isPending}
          error={removePerson.error ? errorText(removePerson.error) : undefined}
          open
          onOpenChange={(open) => !open && setLeaving(null)}
          onConfirm={() => removePerson.mutate({ communityId, groupId: group.id, userId: leaving.userId })}
        >
          <p>{t("removeText")}</p>
        </ConfirmDialog>
      )}
    </section>
  );
}

function Invited({ group, invitations }: { readonly group: Group; readonly invitations: GroupPeople["invitations"] }) {
  const t = useTranslations("groups.people");
  const locale = useLocale();
  const errorText = useErrorText();
  const { id: communityId } = useCommunity();
  const { revokeInvitation } = useGroupCalls();
  return (
    <section aria-labelledby="group-invitations">
      <h3 id="group-invitations" className="text-base">
        {t("invitations")}
      </h3>
      <ul className="mt-2 divide-y divide-line">
        {invitations.map(({ id, email, expiresAt }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2.5">
            <span className="min-w-0 flex-1 basis-48">
              <span className="break-all font-medium">{email}</span>
              <span className="block text-ink-muted text-small">{t("expires", { date: formatDate(locale, expiresAt, "medium") })}</span>
            </span>
            <Button
              disabled={revokeInvitation.isPending}
              aria-label={t("withdrawNamed", { email })}
              onClick={() => revokeInvitation.mutate({ communityId, groupId: group.id, invitationId: id })}
            >
              {t("withdraw")}
            </Button>
          </li>
        ))}
      </ul>
      {revokeInvitation.error && <Alert tone="danger" title={errorText(revokeInvitation.error)} isLive />}
    </section>
  );
}

function GroupActs({ group, onDeleted }: { readonly group: Group; readonly onDeleted: () => void }) {
  const t = useTranslations("groups.acts");
  const errorText = useErrorText();
  const { id: communityId } = useCommunity();
  const [act, setAct] = useState<"change" | "empty" | "delete" | null>(null);
  const close = () => setAct(null);
  const calls = useGroupCalls({ onEmptied: close, onDeleted });
  const call = act === "delete" ? calls.remove : calls.empty;
  return (
    <div className="flex flex-wrap gap-2 border-line border-t pt-5">
      <Button onClick={() => setAct("change")}>{t("change")}</Button>
      <Button onClick={() => setAct("empty")}>{t("empty")}</Button>
      <Button tone="danger" onClick={() => setAct("delete")}>
        {t("delete")}
      </Button>
      {act === "change" && <GroupForm group={group} onClose={close} />}
      {(act === "empty" || act === "delete") && (
        <ConfirmDialog
          title={t(`${act}Title`, { name: group.name })}
          actionLabel={t(act)}
          isPending={call.isPending}
          error={call.error ? errorText(call.error) : undefined}
          open
          onOpenChange={(open) => !open && close()}
          onConfirm={() => call.mutate({ communityId, groupId: group.id })}
        >
          <p>{act === "empty" ? t("emptyText") : t("deleteText", { count: group.grants })}</p>
          {act === "delete" && <UsedBy kind="group" id={group.id} />}
        </ConfirmDialog>
      )}
    </div>
  );
}
