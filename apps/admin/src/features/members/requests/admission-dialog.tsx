"use client";
import { type Admission, requestableRole } from "@archipel/contracts/requests.ts";
import { mailDomain } from "@archipel/contracts/text.ts";
import { Checkbox, RadioGroup } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { ConfirmDialog } from "../../../kit/confirm-dialog.tsx";
import { useCommunity } from "../../../kit/current-community.tsx";

/** Who may ask to enter the community, and who enters without a decision. */
export function AdmissionDialog({ onClose }: { readonly onClose: () => void }) {
  const api = useApi();
  const community = useCommunity();
  const admission = useQuery(api.requests.admission.queryOptions({ communityId: community.id }));
  return admission.data ? <AdmissionForm admission={admission.data} onClose={onClose} /> : null;
}

function AdmissionForm({ admission, onClose }: { readonly admission: Admission; readonly onClose: () => void }) {
  const t = useTranslations("requests.admission");
  const tr = useTranslations("admin.roles");
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const [isOpen, setOpen] = useState(admission.isOpen);
  const [typed, setTyped] = useState(admission.trustedDomains.join("\n"));
  const [trustedRole, setRole] = useState(admission.trustedRole);
  const [wrong, setWrong] = useState<string | null>(null);
  const save = useMutation(
    api.requests.setAdmission.mutationOptions({
      onSuccess: async () => {
        toasts.add({ title: t("saved") });
        onClose();
        await queryClient.invalidateQueries(api.requests.pathFilter());
      },
    }),
  );
  return (
    <ConfirmDialog
      title={t("title")}
      actionLabel={t("save")}
      isDanger={false}
      isPending={save.isPending}
      error={save.error ? errorText(save.error) : undefined}
      open
      onOpenChange={(open) => !open && onClose()}
      onConfirm={() => {
        const lines = typed.split(/[\s,;]+/).filter(Boolean);
        const bad = lines.find((line) => !mailDomain.safeParse(line).success) ?? null;
        setWrong(bad);
        if (bad === null) save.mutate({ communityId: community.id, isOpen, trustedDomains: lines, trustedRole });
      }}
    >
      <p>{t("text", { community: community.name })}</p>
      <Checkbox label={t("open")} hint={t("openHint")} checked={isOpen} onChange={(event) => setOpen(event.target.checked)} />
      <Field label={t("domains")} hint={t("domainsHint")} error={wrong !== null && t("domainWrong", { domain: wrong })}>
        {(control) => (
          <TextArea
            {...control}
            rows={3}
            spellCheck={false}
            disabled={!isOpen}
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
      </Field>
      <RadioGroup
        legend={t("role")}
        name="trusted-role"
        isInline
        value={trustedRole}
        onValueChange={(value) => setRole(requestableRole.catch(trustedRole).parse(value))}
        options={requestableRole.options.map((value) => ({ value, label: tr(`names.${value}`), disabled: !isOpen }))}
      />
    </ConfirmDialog>
  );
}
