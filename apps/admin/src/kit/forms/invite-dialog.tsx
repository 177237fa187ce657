"use client";
import { email } from "@archipel/contracts/text.ts";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { zodResolver } from "@hookform/resolvers/zod";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { useErrorText } from "../../api/failure.ts";
import { FormDialog } from "./form-dialog.tsx";
import { useFieldError } from "./use-field-error.ts";

const schema = z.object({ email });
type Values = z.infer<typeof schema>;

interface InviteDialogProps {
  readonly words: { readonly title: string; readonly text?: string; readonly label: string; readonly hint?: string; readonly send: string };
  /** The call that `onInvite` starts. */
  readonly invite: { readonly isPending: boolean; readonly error: unknown; readonly reset: () => void };
  readonly onInvite: (email: string) => void;
  readonly onClose: () => void;
  /** What else is chosen, such as a role. */
  readonly children?: ReactNode;
}

/** Invites one address. It is open as long as it is drawn. */
export function InviteDialog({ words, invite, onInvite, onClose, children }: InviteDialogProps) {
  const tc = useTranslations("common.states");
  const errorText = useErrorText();
  const fieldError = useFieldError();
  const tg = useTranslations("groups.people");
  const form = useForm<Values>({ resolver: zodResolver(schema), defaultValues: { email: "" } });
  const { email: flaw } = form.formState.errors;
  const message = invite.error ? errorText(invite.error) : null;
  return (
    <FormDialog
      title={words.title}
      description={words.text}
      form={form}
      sending={{ label: words.send, isPending: invite.isPending, send: (values) => onInvite(values.email), message, clear: invite.reset }}
      open
      onOpenChange={(open) => !open && onClose()}
    >
      <Field
        label={words.label}
        hint={words.hint}
        error={flaw && flaw.type !== "server" ? tg("emailMissing") : fieldError(flaw)}
        mark={tc("required")}
        isRequired
      >
        {(control) => <TextInput {...control} {...form.register("email")} type="email" autoComplete="off" />}
      </Field>
      {children}
    </FormDialog>
  );
}
