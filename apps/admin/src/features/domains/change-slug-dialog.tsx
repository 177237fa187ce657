"use client";
import { apiError } from "@archipel/api-client/errors.ts";
import type { PortalAddresses } from "@archipel/contracts/domains.ts";
import { slug as slugSchema } from "@archipel/contracts/text.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { FormFooter } from "../../kit/forms/form-footer.tsx";

interface ChangeSlugDialogProps {
  readonly portalId: string;
  readonly current: string;
  readonly onChanged: (addresses: PortalAddresses) => Promise<void>;
  readonly onClose: () => void;
}

/** Asks for another address on the platform, and says what happens to the current one. */
export function ChangeSlugDialog({ portalId, current, onChanged, onClose }: ChangeSlugDialogProps) {
  const t = useTranslations();
  const formId = useId();
  const api = useApi();
  const { id: communityId } = useCommunity();
  const errorText = useErrorText();
  const toasts = useToasts();
  const [slug, setSlug] = useState(current);
  const [isTried, setTried] = useState(false);
  const change = useMutation(
    api.domains.changeSlug.mutationOptions({
      onSuccess: async (addresses) => {
        toasts.add({ title: t("domains.platform.changed") });
        await onChanged(addresses);
        onClose();
      },
    }),
  );
  const isValid = slugSchema.safeParse(slug).success;
  const isOfField = change.error !== null && apiError(change.error).field === "slug";
  const problem = isOfField ? errorText(change.error) : isTried && !isValid ? t("domains.platform.slugHint") : undefined;
  return (
    <Dialog
      open
      title={t("domains.platform.changeTitle")}
      description={t("domains.platform.changeText")}
      closeLabel={t("common.actions.close")}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={<FormFooter form={formId} label={t("domains.platform.change")} isDisabled={change.isPending} onCancel={onClose} />}
    >
      <form
        method="dialog"
        id={formId}
        className="flex flex-col gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          if (isValid) change.mutate({ communityId, portalId, slug });
        }}
      >
        <Field label={t("domains.platform.slug")} hint={t("domains.platform.slugHint")} error={problem} isRequired>
          {(control) => (
            <TextInput
              {...control}
              required
              maxLength={60}
              autoComplete="off"
              autoCapitalize="none"
              spellCheck={false}
              value={slug}
              onChange={(event) => setSlug(event.target.value)}
            />
          )}
        </Field>
        {change.error && !isOfField && <Alert tone="danger" title={errorText(change.error)} isLive />}
      </form>
    </Dialog>
  );
}
