"use client";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useForm } from "react-hook-form";
import { FormDialog, useFormMessage } from "../../../kit/forms/form-dialog.tsx";

interface ProofDialogProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly actionLabel: string;
  /** A word that the person types too, before something is deleted. */
  readonly typedName?: string;
  /** Another word that does as well. */
  readonly otherName?: string;
  /** The call that the password allows. */
  readonly call: {
    readonly isPending: boolean;
    readonly mutate: (password: string, options: { readonly onError: (error: unknown) => void }) => void;
  };
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

/** Asks for the password again before something that concerns everybody. */
export function ProofDialog({ title, children, actionLabel, typedName, otherName, call, open, onOpenChange }: ProofDialogProps) {
  const t = useTranslations();
  const form = useForm({ defaultValues: { typed: "", password: "" } });
  const { errors } = form.formState;
  const { onError, ...shown } = useFormMessage(form, (path) => (path === "password" ? path : path === "name" ? "typed" : null));
  const required = { mark: t("common.states.required"), isRequired: true };
  return (
    <FormDialog
      title={title}
      form={form}
      sending={{
        ...shown,
        label: actionLabel,
        isDanger: typedName !== undefined,
        isPending: call.isPending,
        send: ({ password }) => call.mutate(password, { onError }),
      }}
      open={open}
      onOpenChange={onOpenChange}
    >
      {children}
      {typedName !== undefined && (
        <Field
          label={
            otherName ? t("admin.confirm.typeEither", { word: typedName, other: otherName }) : t("admin.confirm.type", { word: typedName })
          }
          error={errors.typed && (errors.typed.message || t("admin.confirm.typeFirst", { word: typedName }))}
          {...required}
        >
          {(control) => (
            <TextInput
              {...control}
              {...form.register("typed", { validate: (typed) => [typedName.trim(), otherName].includes(typed.trim()) })}
              autoComplete="off"
            />
          )}
        </Field>
      )}
      <Field
        label={t("communities.password")}
        hint={t("communities.passwordHint")}
        error={errors.password && (errors.password.message || t("communities.passwordFirst"))}
        {...required}
      >
        {(control) => (
          <TextInput
            {...control}
            {...form.register("password", { validate: (password) => password !== "" })}
            type="password"
            autoComplete="current-password"
          />
        )}
      </Field>
    </FormDialog>
  );
}
