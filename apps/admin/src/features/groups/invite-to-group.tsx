"use client";
import { inviteToGroupInput } from "@archipel/contracts/groups.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity } from "../../kit/current-community.tsx";

/** Invites an address to a group. */
export function InviteToGroup({ groupId }: { readonly groupId: string }) {
  const t = useTranslations("groups.people");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const [email, setEmail] = useState("");
  const [isMissing, setMissing] = useState(false);
  const invite = useMutation(
    api.groups.invite.mutationOptions({
      onSuccess: async (_, sent) => {
        toasts.add({ title: t("invited", { email: sent.email }) });
        setEmail("");
        await queryClient.invalidateQueries(api.groups.pathFilter());
      },
    }),
  );
  return (
    <form
      method="dialog"
      noValidate
      className="flex flex-col items-start gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        const { data } = inviteToGroupInput.shape.email.safeParse(email);
        setMissing(!data);
        if (data && !invite.isPending) invite.mutate({ communityId, groupId, email: data });
      }}
    >
      <Field label={t("email")} hint={t("emailHint")} error={isMissing && t("emailMissing")} className="w-full">
        {(control) => (
          <TextInput {...control} type="email" autoComplete="off" value={email} onChange={({ target }) => setEmail(target.value)} />
        )}
      </Field>
      <Button type="submit" tone="primary" aria-busy={invite.isPending}>
        {t("invite")}
      </Button>
      {invite.error && <Alert tone="danger" title={errorText(invite.error)} isLive />}
    </form>
  );
}
