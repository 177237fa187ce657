"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { useTranslations } from "next-intl";
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import type { FieldPath, FieldValues, UseFormReturn } from "react-hook-form";
import { useErrorText } from "../../api/failure.ts";
import { FormFooter } from "./form-footer.tsx";
import { useServerErrors } from "./use-field-error.ts";

interface FormDialogProps<Values extends FieldValues, Sent> {
  readonly title: string;
  readonly description?: string | undefined;
  readonly placement?: "centre" | "wide";
  readonly form: UseFormReturn<Values, unknown, Sent>;
  readonly sending: Sending<Sent>;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly children: ReactNode;
}

interface Sending<Sent> {
  /** What the button says. */
  readonly label: string;
  readonly isDanger?: boolean;
  readonly isPending: boolean;
  /** Starts the call; false: it did not, because something else is wrong. */
  readonly send: (values: Sent) => unknown;
  /** The error of core-api that no field shows. */
  readonly message: string | null;
  readonly clear: () => void;
}

/**
 * A form in a dialog, with two buttons. It is sent once however often Enter is pressed. Escape, the cross and a press beside it ask first
 * when something was typed; each opening starts with the form's own values.
 */
export function FormDialog<Values extends FieldValues, Sent>(props: FormDialogProps<Values, Sent>) {
  const { title, description, placement = "centre", form, sending, open, onOpenChange, children } = props;
  const tc = useTranslations("common.actions");
  const formId = useId();
  const [isAsking, setAsking] = useState(false);
  // Read here, so that the form follows it.
  const { isDirty } = form.formState;
  const leave = () => {
    setAsking(false);
    sending.clear();
    form.reset();
    onOpenChange(false);
  };
  const submit = useSentOnce(form, sending);
  return (
    <Dialog
      placement={placement}
      title={title}
      description={description}
      closeLabel={tc("close")}
      open={open}
      onOpenChange={(isOpening) => {
        if (isOpening) onOpenChange(true);
        else if (isDirty && !sending.isPending) setAsking(true);
        else leave();
      }}
      footer={
        <FormFooter
          form={formId}
          label={sending.label}
          tone={sending.isDanger ? "danger" : "primary"}
          isDisabled={sending.isPending}
          onCancel={leave}
        />
      }
    >
      <form method="dialog" id={formId} noValidate aria-busy={sending.isPending} className="flex flex-col gap-5" onSubmit={submit}>
        {children}
        {sending.message && <Alert tone="danger" title={sending.message} isLive />}
      </form>
      <LeaveQuestion open={isAsking} onStay={() => setAsking(false)} onLeave={leave} />
    </Dialog>
  );
}

/** Sends a valid form, and nothing more until the answer is there: a second Enter can come before the button is drawn as disabled. */
function useSentOnce<Values extends FieldValues, Sent>(form: UseFormReturn<Values, unknown, Sent>, sending: Sending<Sent>) {
  const isSent = useRef(false);
  useEffect(() => {
    if (!sending.isPending) isSent.current = false;
  }, [sending.isPending]);
  return (event: FormEvent<HTMLFormElement>) => {
    // A dialog inside a form is no part of it.
    event.stopPropagation();
    return form.handleSubmit((values) => {
      if (isSent.current) return;
      isSent.current = true;
      sending.clear();
      if (sending.send(values) === false) isSent.current = false;
    })(event);
  };
}

interface LeaveQuestionProps {
  readonly open: boolean;
  readonly onStay: () => void;
  readonly onLeave: () => void;
}

function LeaveQuestion({ open, onStay, onLeave }: LeaveQuestionProps) {
  const t = useTranslations("admin.forms");
  const tc = useTranslations("common.actions");
  const stay = useRef<HTMLButtonElement>(null);
  return (
    <Dialog
      title={t("dropTitle")}
      closeLabel={tc("close")}
      open={open}
      onOpenChange={(isOpening) => !isOpening && onStay()}
      initialFocus={stay}
      footer={
        <>
          <Button ref={stay} onClick={onStay}>
            {t("stay")}
          </Button>
          <Button tone="danger" onClick={onLeave}>
            {t("drop")}
          </Button>
        </>
      }
    >
      <p>{t("dropText")}</p>
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
