"use client";
import { apiError } from "@archipel/api-client/errors.ts";
import type { PortalAddresses } from "@archipel/contracts/domains.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { FormFooter } from "../../kit/forms/form-footer.tsx";

interface AddDomainDialogProps {
  readonly portalId: string;
  readonly onAdded: (addresses: PortalAddresses) => Promise<void>;
  readonly onClose: () => void;
}

export function AddDomainDialog({ portalId, onAdded, onClose }: AddDomainDialogProps) {
  const t = useTranslations();
  const formId = useId();
  const api = useApi();
  const { id: communityId } = useCommunity();
  const errorText = useErrorText();
  const [name, setName] = useState("");
  const add = useMutation(
    api.domains.add.mutationOptions({
      onSuccess: async (addresses) => {
        await onAdded(addresses);
        onClose();
      },
    }),
  );
  const isOfField = add.error !== null && apiError(add.error).field === "name";
  return (
    <Dialog
      open
      title={t("domains.own.add")}
      description={t("domains.own.text")}
      closeLabel={t("common.actions.close")}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={<FormFooter form={formId} label={t("domains.own.add")} isDisabled={add.isPending} onCancel={onClose} />}
    >
      <form
        method="dialog"
        id={formId}
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          add.mutate({ communityId, portalId, name });
        }}
      >
        <Field
          label={t("domains.own.name")}
          hint={t("domains.own.nameHint")}
          error={isOfField && errorText(add.error)}
          mark={t("common.states.required")}
          isRequired
        >
          {(control) => (
            <TextInput
              {...control}
              required
              maxLength={500}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              inputMode="url"
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        {add.error && !isOfField && <Alert tone="danger" title={errorText(add.error)} isLive />}
      </form>
    </Dialog>
  );
}
