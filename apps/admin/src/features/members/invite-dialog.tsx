"use client";
import { inviteMemberInput, roles } from "@archipel/contracts/members.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { Controller, useForm } from "react-hook-form";
import type { z } from "zod";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { FormFooter } from "../../kit/forms/form-footer.tsx";
import { useFieldError, useServerErrors } from "../../kit/forms/use-field-error.ts";

const schema = inviteMemberInput.omit({ communityId: true });
type Values = z.input<typeof schema>;

export function InviteDialog({ open, onOpenChange }: { readonly open: boolean; readonly onOpenChange: (open: boolean) => void }) {
  const t = useTranslations();
  const formId = useId();
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const errorText = useErrorText();
  const fieldError = useFieldError();
  const [message, setMessage] = useState<string | null>(null);
  const form = useForm<Values, unknown, z.output<typeof schema>>({
    resolver: zodResolver(schema),
    defaultValues: { email: "", role: "contributor" },
  });
  const tieErrors = useServerErrors(form.setError, (path) => (path === "email" || path === "role" ? path : null));
  const invite = useMutation(
    api.members.invite.mutationOptions({
      onSuccess: async (_, { email }) => {
        toasts.add({ title: t("admin.members.invited", { email }) });
        form.reset();
        onOpenChange(false);
        await queryClient.invalidateQueries(api.members.pathFilter());
      },
      onError: (error) => setMessage(tieErrors(error) ? null : errorText(error)),
    }),
  );
  // What was typed stays for the next opening; what was wrong does not.
  const changeOpen = (isOpening: boolean) => {
    setMessage(null);
    form.clearErrors();
    onOpenChange(isOpening);
  };
  return (
    <Dialog
      title={t("admin.members.inviteTitle")}
      description={t("admin.members.inviteText", { community: community.name })}
      closeLabel={t("common.actions.close")}
      open={open}
      onOpenChange={changeOpen}
      footer={
        <FormFooter
          form={formId}
          label={t("admin.members.sendInvitation")}
          isDisabled={invite.isPending}
          onCancel={() => changeOpen(false)}
        />
      }
    >
      <form
        id={formId}
        noValidate
        className="flex flex-col gap-5"
        onSubmit={form.handleSubmit((values) => {
          setMessage(null);
          invite.mutate({ communityId: community.id, ...values });
        })}
      >
        <Field
          label={t("admin.members.email")}
          error={fieldError(form.formState.errors.email)}
          mark={t("common.states.required")}
          isRequired
        >
          {(control) => <TextInput {...control} {...form.register("email")} type="email" autoComplete="off" />}
        </Field>
        <Controller
          control={form.control}
          name="role"
          render={({ field }) => (
            <RadioGroup
              legend={t("admin.members.role")}
              name="role"
              value={field.value}
              onValueChange={field.onChange}
              options={roles.map((value) => ({
                value,
                label: t(`admin.roles.names.${value}`),
                hint: t(`admin.roles.hints.${value}`),
              }))}
            />
          )}
        />
        {message && <Alert tone="danger" title={message} isLive />}
      </form>
    </Dialog>
  );
}
