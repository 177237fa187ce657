"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";

interface FreezeDialogProps {
  readonly communityId: string;
  /** Only that portal; absent: everything. */
  readonly portal?: { readonly id: string; readonly name: string } | undefined;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Asks why something becomes read-only: everybody reads the reason. */
export function FreezeDialog({ communityId, portal, open, onOpenChange }: FreezeDialogProps) {
  const t = useTranslations();
  const api = useApi();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const formId = useId();
  const [reason, setReason] = useState("");
  const freeze = useMutation(
    api.communityLife.freeze.mutationOptions({
      onSuccess: () => {
        onOpenChange(false);
        setReason("");
        return Promise.all([
          queryClient.invalidateQueries(api.communityLife.pathFilter()),
          queryClient.invalidateQueries(api.communities.pathFilter()),
        ]);
      },
    }),
  );
  const isGiven = reason.trim() !== "";
  return (
    <Dialog
      title={portal ? t("communities.frozen.portalTitle", { name: portal.name }) : t("communities.frozen.askTitle")}
      closeLabel={t("common.actions.close")}
      open={open}
      onOpenChange={onOpenChange}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{t("common.actions.cancel")}</Button>
          <Button
            type="submit"
            form={formId}
            tone="primary"
            disabled={freeze.isPending}
            {...(!isGiven && { disabledReason: t("communities.frozen.reasonFirst") })}
          >
            {t("communities.frozen.action")}
          </Button>
        </>
      }
    >
      <form
        method="dialog"
        id={formId}
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (isGiven) freeze.mutate({ communityId, reason: reason.trim(), ...(portal && { portalId: portal.id }) });
        }}
      >
        <p>{t(portal ? "communities.frozen.portalText" : "communities.frozen.askText")}</p>
        <Field label={t("communities.frozen.reason")} hint={t("communities.frozen.reasonHint")}>
          {(control) => <TextInput {...control} value={reason} maxLength={300} onChange={(event) => setReason(event.target.value)} />}
        </Field>
        {freeze.error && <Alert tone="danger" title={errorText(freeze.error)} isLive />}
      </form>
    </Dialog>
  );
}
