"use client";
import { type Group, makeGroupInput } from "@archipel/contracts/groups.ts";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea, TextInput } from "@archipel/ui/text-input.tsx";
import { useToasts } from "@archipel/ui/toast.tsx";
import { zodResolver } from "@hookform/resolvers/zod";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useForm } from "react-hook-form";
import type { z } from "zod";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { FormDialog, useFormMessage } from "../../kit/forms/form-dialog.tsx";
import { useFieldError } from "../../kit/forms/use-field-error.ts";

const schema = makeGroupInput.omit({ communityId: true });
type Values = z.input<typeof schema>;

interface GroupFormProps {
  /** Null: a new group. */
  readonly group: Group | null;
  readonly onClose: () => void;
  readonly onMade?: (groupId: string) => void;
}

/** The name and the description of a group. */
export function GroupForm({ group, onClose, onMade }: GroupFormProps) {
  const t = useTranslations("groups.form");
  const tc = useTranslations("common.states");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const queryClient = useQueryClient();
  const toasts = useToasts();
  const fieldError = useFieldError();
  const form = useForm<Values, unknown, z.output<typeof schema>>({
    resolver: zodResolver(schema),
    defaultValues: { name: group?.name ?? "", description: group?.description ?? "" },
  });
  const { onError, ...shown } = useFormMessage(form, (path) => (path === "name" || path === "description" ? path : null));
  const done = async (title: string) => {
    toasts.add({ title });
    await queryClient.invalidateQueries(api.groups.pathFilter());
    onClose();
  };
  const make = useMutation(
    api.groups.make.mutationOptions({
      onSuccess: async ({ id }, { name }) => {
        await done(t("made", { name }));
        onMade?.(id);
      },
      onError,
    }),
  );
  const change = useMutation(api.groups.change.mutationOptions({ onSuccess: () => done(t("changed")), onError }));
  return (
    <FormDialog
      title={t(group ? "changeTitle" : "makeTitle")}
      form={form}
      sending={{
        ...shown,
        label: t(group ? "change" : "make"),
        isPending: make.isPending || change.isPending,
        send: (values) => (group ? change.mutate({ communityId, groupId: group.id, ...values }) : make.mutate({ communityId, ...values })),
      }}
      open
      onOpenChange={(open) => !open && onClose()}
    >
      <Field label={t("name")} hint={t("nameHint")} error={fieldError(form.formState.errors.name)} mark={tc("required")} isRequired>
        {(control) => <TextInput {...control} {...form.register("name")} maxLength={80} autoComplete="off" />}
      </Field>
      <Field label={t("description")} error={fieldError(form.formState.errors.description)} mark={tc("optional")}>
        {(control) => <TextArea {...control} {...form.register("description")} rows={3} maxLength={500} />}
      </Field>
    </FormDialog>
  );
}
