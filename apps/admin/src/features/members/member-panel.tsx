"use client";
import { type Member, roles } from "@archipel/contracts/members.ts";
import { formatDate } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { useCommunity, useRoleReason } from "../../kit/current-community.tsx";
import { AssignedReports } from "../reports/assigned-reports.tsx";
import { MemberTerritory } from "./territory.tsx";

/** One member, beside the list: role, suspension, removal. */
export function MemberPanel({ member, onClose }: { readonly member: Member | null; readonly onClose: () => void }) {
  const t = useTranslations();
  return (
    <Dialog
      placement="side"
      title={member?.name ?? ""}
      description={member?.email}
      closeLabel={t("common.actions.close")}
      open={member !== null}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      {member && <MemberDetail key={member.id} member={member} onClose={onClose} />}
    </Dialog>
  );
}

function MemberDetail({ member, onClose }: { readonly member: Member; readonly onClose: () => void }) {
  const t = useTranslations("admin");
  const locale = useLocale();
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const reason = useRoleReason()("manager");
  const [role, setRole] = useState(member.role);
  const [isRemoving, setRemoving] = useState(false);
  const onSuccess = () => queryClient.invalidateQueries(api.members.pathFilter());
  const changeRole = useMutation(api.members.changeRole.mutationOptions({ onSuccess }));
  const setStatus = useMutation(api.members.setStatus.mutationOptions({ onSuccess }));
  const remove = useMutation(
    api.members.remove.mutationOptions({
      onSuccess: () => {
        onClose();
        return onSuccess();
      },
    }),
  );
  const subject = { communityId: community.id, membershipId: member.id };
  const isActive = member.status === "active";
  const error = changeRole.error ?? setStatus.error;
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-center gap-3">
        <Badge tone={isActive ? "success" : "warning"}>{t(`members.status.${member.status}`)}</Badge>
        <span className="text-ink-muted text-small">{t("members.since", { date: formatDate(locale, member.createdAt) })}</span>
      </div>
      <form
        method="dialog"
        className="flex flex-col items-start gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          changeRole.mutate({ ...subject, role });
        }}
      >
        <RadioGroup
          legend={t("members.role")}
          name="member-role"
          value={role}
          onValueChange={(value) => setRole(roles.find((known) => known === value) ?? role)}
          options={roles.map((value) => ({
            value,
            label: t(`roles.names.${value}`),
            hint: t(`roles.hints.${value}`),
            disabled: reason !== undefined,
          }))}
        />
        <Button
          type="submit"
          tone="primary"
          disabled={changeRole.isPending}
          {...((reason ?? (role === member.role ? t("members.sameRole") : undefined)) && {
            disabledReason: reason ?? t("members.sameRole"),
          })}
        >
          {t("members.changeRole")}
        </Button>
      </form>
      {error && <Alert tone="danger" title={errorText(error)} isLive />}
      <AssignedReports member={member} />
      <MemberTerritory member={member} />
      <div className="flex flex-col gap-3 border-line border-t pt-5">
        <p className="text-ink-muted">{t(isActive ? "members.suspendText" : "members.restoreText")}</p>
        <div className="flex flex-wrap gap-2">
          <Button
            disabled={setStatus.isPending}
            onClick={() => setStatus.mutate({ ...subject, status: isActive ? "suspended" : "active" })}
            {...(reason && { disabledReason: reason })}
          >
            {t(isActive ? "members.suspend" : "members.restore")}
          </Button>
          <Button tone="danger" onClick={() => setRemoving(true)} {...(reason && { disabledReason: reason })}>
            {t("members.remove")}
          </Button>
        </div>
      </div>
      <ConfirmDialog
        title={t("members.removeTitle", { name: member.name })}
        actionLabel={t("members.remove")}
        open={isRemoving}
        onOpenChange={setRemoving}
        isPending={remove.isPending}
        error={remove.error ? errorText(remove.error) : undefined}
        onConfirm={() => remove.mutate(subject)}
      >
        <p>{t("members.removeText")}</p>
      </ConfirmDialog>
    </div>
  );
}
