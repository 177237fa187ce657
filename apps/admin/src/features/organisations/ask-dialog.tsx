"use client";
import { GIVEN_NOTHING } from "@archipel/contracts/organisations.ts";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { useCommunity } from "../../kit/current-community.tsx";
import { GivenFields } from "./given-fields.tsx";
import { useOrganisationName } from "./use-name.ts";

/** The community asks an organisation to join, and says what it would give. */
export function AskDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslations("organisations.community");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const nameOf = useOrganisationName();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const organisations = useQuery(api.organisations.named.queryOptions({ communityId }));
  const [organisationId, setOrganisationId] = useState("");
  const [message, setMessage] = useState("");
  const [given, setGiven] = useState(GIVEN_NOTHING);
  const [isMissing, setMissing] = useState(false);
  const ask = useMutation(
    api.organisations.ask.mutationOptions({
      onSuccess: async () => {
        toasts.add({ title: t("sent") });
        onClose();
        await queryClient.invalidateQueries(api.organisations.pathFilter());
      },
    }),
  );
  return (
    <ConfirmDialog
      title={t("askTitle")}
      actionLabel={t("askAction")}
      isDanger={false}
      isPending={ask.isPending}
      error={ask.error ? errorText(ask.error) : undefined}
      open
      onOpenChange={(open) => !open && onClose()}
      onConfirm={() => {
        setMissing(organisationId === "");
        if (organisationId !== "") ask.mutate({ communityId, organisationId, message: message.trim(), given });
      }}
    >
      <Field label={t("organisation")} error={isMissing && t("organisationMissing")} isRequired>
        {(control) => (
          <Select
            {...control}
            value={organisationId}
            onChange={({ target }) => setOrganisationId(target.value)}
            options={[
              { value: "", label: t("noOrganisation") },
              ...(organisations.data ?? []).map((one) => ({ value: one.id, label: nameOf(one) })),
            ]}
          />
        )}
      </Field>
      <GivenFields value={given} onChange={setGiven} />
      <Field label={t("words")}>
        {(control) => (
          <TextArea {...control} rows={3} maxLength={1000} value={message} onChange={({ target }) => setMessage(target.value)} />
        )}
      </Field>
    </ConfirmDialog>
  );
}
