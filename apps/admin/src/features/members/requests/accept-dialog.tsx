"use client";
import { type Role, role as roleSchema, roles } from "@archipel/contracts/members.ts";
import type { MemberRequest } from "@archipel/contracts/requests.ts";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useErrorText } from "../../../api/failure.ts";
import { ConfirmDialog } from "../../../kit/confirm-dialog.tsx";
import { useCommunity } from "../../../kit/current-community.tsx";
import { useDecisions } from "./use-requests.ts";

interface AcceptDialogProps {
  readonly request: MemberRequest;
  /** The strongest role that the person may give. */
  readonly upTo: Role;
  readonly onClose: () => void;
}

/** Accepts a request with a role: the wanted one is chosen, or the strongest that may be given. */
export function AcceptDialog({ request, upTo, onClose }: AcceptDialogProps) {
  const t = useTranslations("requests.queue");
  const tr = useTranslations("admin.roles");
  const community = useCommunity();
  const toasts = useToasts();
  const errorText = useErrorText();
  const name = request.personName;
  const [role, setRole] = useState<Role>(roles.indexOf(request.wantedRole) > roles.indexOf(upTo) ? upTo : request.wantedRole);
  const [answer, setAnswer] = useState("");
  const { accept } = useDecisions(() => {
    toasts.add({ title: t("accepted", { name }) });
    onClose();
  });
  return (
    <ConfirmDialog
      title={t("acceptTitle", { name })}
      actionLabel={t("acceptAction")}
      isDanger={false}
      isPending={accept.isPending}
      error={accept.error ? errorText(accept.error) : undefined}
      open
      onOpenChange={(open) => !open && onClose()}
      onConfirm={() => accept.mutate({ communityId: community.id, requestId: request.id, role, answer })}
    >
      <p>{t("acceptText", { name })}</p>
      <RadioGroup
        legend={t("role")}
        name="granted-role"
        value={role}
        onValueChange={(value) => setRole(roleSchema.catch(role).parse(value))}
        options={roles.slice(0, roles.indexOf(upTo) + 1).map((value) => ({
          value,
          label: value === request.wantedRole ? `${tr(`names.${value}`)} (${t("askedMark").toLocaleLowerCase()})` : tr(`names.${value}`),
          hint: tr(`hints.${value}`),
        }))}
      />
      <Field label={t("words")}>
        {(control) => (
          <TextArea {...control} rows={2} maxLength={1000} value={answer} onChange={(event) => setAnswer(event.target.value)} />
        )}
      </Field>
    </ConfirmDialog>
  );
}
