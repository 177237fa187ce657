"use client";
import { inviteMemberInput, type Role, roles } from "@archipel/contracts/members.ts";
import { RadioGroup } from "@archipel/ui/checkbox.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { Controller, useForm } from "react-hook-form";
import type { z } from "zod";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { FormDialog, useFormMessage } from "../../kit/forms/form-dialog.tsx";
import { useFieldError } from "../../kit/forms/use-field-error.ts";

const schema = inviteMemberInput.omit({ communityId: true });
type Values = z.input<typeof schema>;

interface InviteDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** The strongest role that the person may give. */
  readonly upTo?: Role;
}

export function InviteDialog({ open, onOpenChange, upTo = "manager" }: InviteDialogProps) {
  const t = useTranslations();
  const api = useApi();
  const community = useCommunity();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const fieldError = useFieldError();
  const form = useForm<Values, unknown, z.output<typeof schema>>({
    resolver: zodResolver(schema),
    defaultValues: { email: "", role: "contributor" },
  });
  const { onError, ...shown } = useFormMessage(form, (path) => (path === "email" || path === "role" ? path : null));
  const invite = useMutation(
    api.members.invite.mutationOptions({
      onSuccess: async (_, { email }) => {
        toasts.add({ title: t("admin.members.invited", { email }) });
        form.reset();
        onOpenChange(false);
        await queryClient.invalidateQueries(api.members.pathFilter());
      },
      onError,
    }),
  );
  return (
    <FormDialog
      title={t("admin.members.inviteTitle")}
      description={t("admin.members.inviteText", { community: community.name })}
      form={form}
      sending={{
        ...shown,
        label: t("admin.members.sendInvitation"),
        isPending: invite.isPending,
        send: (values) => invite.mutate({ communityId: community.id, ...values }),
      }}
      open={open}
      onOpenChange={onOpenChange}
    >
      <Field label={t("admin.members.email")} error={fieldError(form.formState.errors.email)} mark={t("common.states.required")} isRequired>
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
            options={roles.slice(0, roles.indexOf(upTo) + 1).map((value) => ({
              value,
              label: t(`admin.roles.names.${value}`),
              hint: t(`admin.roles.hints.${value}`),
            }))}
          />
        )}
      />
    </FormDialog>
  );
}
