"use client";
import { type OrganisationPeople, type OrganisationRole, organisationRole } from "@archipel/contracts/organisations.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { UserPlus } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { InviteDialog } from "../../kit/forms/invite-dialog.tsx";
import { QueryView } from "../../kit/query-view.tsx";
import { useOrganisationCalls } from "./use-organisation-calls.ts";

/** The people of an organisation, for its managers. */
export function OrganisationPeopleSection({ organisationId }: { readonly organisationId: string }) {
  const t = useTranslations("organisations.people");
  const api = useApi();
  const people = useQuery(api.organisations.people.queryOptions({ organisationId }));
  const [isInviting, setInviting] = useState(false);
  return (
    <section aria-labelledby="people-title" className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="people-title" className="text-title">
          {t("title")}
        </h2>
        <Button onClick={() => setInviting(true)}>
          <UserPlus aria-hidden className="size-4" />
          {t("invite")}
        </Button>
      </div>
      <QueryView query={people} rows={2}>
        {({ members, invitations }) => (
          <>
            <ul className="divide-y divide-line rounded-card border border-line bg-surface">
              {members.map((person) => (
                <PersonLine key={person.userId} organisationId={organisationId} person={person} />
              ))}
            </ul>
            {invitations.length > 0 && <Invitations organisationId={organisationId} invitations={invitations} />}
          </>
        )}
      </QueryView>
      {isInviting && <Invite organisationId={organisationId} onClose={() => setInviting(false)} />}
    </section>
  );
}

interface PersonLineProps {
  readonly organisationId: string;
  readonly person: OrganisationPeople["members"][number];
}

function PersonLine({ organisationId, person }: PersonLineProps) {
  const t = useTranslations("organisations.people");
  const locale = useLocale();
  const errorText = useErrorText();
  const [isRemoving, setRemoving] = useState(false);
  const { setRole, removePerson } = useOrganisationCalls(() => setRemoving(false));
  const { userId, name, email, role, since } = person;
  const other: OrganisationRole = role === "manager" ? "reader" : "manager";
  const make = role === "manager" ? "makeReader" : "makeManager";
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-5 py-3">
      <span className="min-w-0 flex-1 basis-60">
        <span className="break-words font-medium">{name}</span>
        <span className="block break-all text-ink-muted text-small">{email}</span>
        <span className="block text-ink-muted text-small">
          {t(`roles.${role}`)} · {t("since", { date: formatDate(locale, since, "medium") })}
        </span>
      </span>
      <span className="flex flex-wrap gap-2">
        <Button
          disabled={setRole.isPending}
          aria-label={t(`${make}Of`, { name })}
          onClick={() => setRole.mutate({ organisationId, userId, role: other })}
        >
          {t(make)}
        </Button>
        <Button aria-label={t("removeOf", { name })} onClick={() => setRemoving(true)}>
          {t("remove")}
        </Button>
      </span>
      {setRole.error && <Alert tone="danger" title={errorText(setRole.error)} isLive />}
      {isRemoving && (
        <ConfirmDialog
          title={t("removeTitle", { name })}
          actionLabel={t("remove")}
          isPending={removePerson.isPending}
          error={removePerson.error ? errorText(removePerson.error) : undefined}
          open
          onOpenChange={setRemoving}
          onConfirm={() => removePerson.mutate({ organisationId, userId })}
        >
          <p>{t("removeText")}</p>
        </ConfirmDialog>
      )}
    </li>
  );
}

interface InvitationsProps {
  readonly organisationId: string;
  readonly invitations: OrganisationPeople["invitations"];
}

function Invitations({ organisationId, invitations }: InvitationsProps) {
  const t = useTranslations("organisations.people");
  const locale = useLocale();
  const { revokeInvitation } = useOrganisationCalls(() => undefined);
  return (
    <div>
      <h3 className="text-base">{t("invitations")}</h3>
      <ul className="mt-2 divide-y divide-line rounded-card border border-line bg-surface">
        {invitations.map(({ id, email, role, expiresAt }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-5 py-2.5">
            <span className="min-w-0 flex-1 basis-60">
              <span className="break-all font-medium">{email}</span>
              <span className="block text-ink-muted text-small">
                {t(`roles.${role}`)} · {t("expires", { date: formatDate(locale, expiresAt, "medium") })}
              </span>
            </span>
            <Button
              disabled={revokeInvitation.isPending}
              aria-label={t("withdrawOf", { email })}
              onClick={() => revokeInvitation.mutate({ organisationId, invitationId: id })}
            >
              {t("withdraw")}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Invite({ organisationId, onClose }: { readonly organisationId: string; readonly onClose: () => void }) {
  const t = useTranslations("organisations.people");
  const [role, setRole] = useState<OrganisationRole>("reader");
  const api = useApi();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const invite = useMutation(
    api.organisations.invite.mutationOptions({
      onSuccess: async (_, { email }) => {
        toasts.add({ title: t("sent", { email }) });
        onClose();
        await queryClient.invalidateQueries(api.organisations.people.pathFilter());
      },
    }),
  );
  return (
    <InviteDialog
      words={{ title: t("invite"), label: t("email"), hint: t("emailHint"), send: t("send") }}
      invite={invite}
      onInvite={(email) => invite.mutate({ organisationId, email, role })}
      onClose={onClose}
    >
      <RadioGroup
        legend={t("role")}
        name="organisation-role"
        value={role}
        onValueChange={(value) => setRole(organisationRole.catch("reader").parse(value))}
        options={organisationRole.options.map((value) => ({ value, label: t(`roles.${value}`), hint: t(`hints.${value}`) }))}
      />
    </InviteDialog>
  );
}
