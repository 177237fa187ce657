"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { useTranslations } from "next-intl";
import { type ReactNode, useId, useState } from "react";
import type { FieldPath, FieldValues, UseFormReturn } from "react-hook-form";
import { useErrorText } from "../../api/failure.ts";
import { FormFooter } from "./form-footer.tsx";
import { useServerErrors } from "./use-field-error.ts";

interface FormDialogProps<Values extends FieldValues, Sent> {
  readonly title: string;
  readonly description?: string;
  readonly submitLabel: string;
  readonly form: UseFormReturn<Values, unknown, Sent>;
  readonly sending: Sending<Sent>;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly children: ReactNode;
}

interface Sending<Sent> {
  readonly isPending: boolean;
  readonly send: (values: Sent) => void;
  /** The error of core-api that no field shows. */
  readonly message: string | null;
  readonly clear: () => void;
}

/** A form in a dialog. What was typed is kept for the next opening; error messages are not. */
export function FormDialog<Values extends FieldValues, Sent>(props: FormDialogProps<Values, Sent>) {
  const { title, description, submitLabel, form, sending, open, onOpenChange, children } = props;
  const tc = useTranslations("common.actions");
  const formId = useId();
  const changeOpen = (isOpening: boolean) => {
    sending.clear();
    form.clearErrors();
    onOpenChange(isOpening);
  };
  return (
    <Dialog
      title={title}
      description={description}
      closeLabel={tc("close")}
      open={open}
      onOpenChange={changeOpen}
      footer={<FormFooter form={formId} label={submitLabel} isDisabled={sending.isPending} onCancel={() => changeOpen(false)} />}
    >
      <form
        method="dialog"
        id={formId}
        noValidate
        className="flex flex-col gap-5"
        onSubmit={form.handleSubmit((values) => {
          sending.clear();
          sending.send(values);
        })}
      >
        {children}
        {sending.message && <Alert tone="danger" title={sending.message} isLive />}
      </form>
    </Dialog>
  );
}

/** Errors of core-api: tied to the field that `fieldOf` names, else one message for the whole form. */
export function useFormMessage<Values extends FieldValues, Sent>(
  form: UseFormReturn<Values, unknown, Sent>,
  fieldOf: (path: string) => FieldPath<Values> | null,
) {
  const errorText = useErrorText();
  const showOnFields = useServerErrors(form.setError, fieldOf);
  const [message, setMessage] = useState<string | null>(null);
  return {
    message,
    clear: () => setMessage(null),
    onError: (error: unknown) => setMessage(showOnFields(error) ? null : errorText(error)),
  };
}
