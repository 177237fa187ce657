"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { type ReactNode, useId, useState } from "react";

interface ProofDialogProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly actionLabel: string;
  /** The person types this name too. */
  readonly typedName?: string;
  readonly isDanger?: boolean;
  readonly isPending: boolean;
  readonly error: string | undefined;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onProve: (password: string) => void;
}

/**
 * Asks for the password again before something that concerns everybody.
 * Props: its texts, its risk and the state of the call it starts all come from the caller.
 */
export function ProofDialog(props: ProofDialogProps) {
  const { title, children, actionLabel, typedName, isDanger = false, isPending, error, open, onOpenChange, onProve } = props;
  const t = useTranslations();
  const formId = useId();
  const [password, setPassword] = useState("");
  const [typed, setTyped] = useState("");
  const [isTried, setTried] = useState(false);
  const [wasOpen, setWasOpen] = useState(open);
  // Each opening starts empty.
  if (open !== wasOpen) {
    setWasOpen(open);
    setPassword("");
    setTyped("");
    setTried(false);
  }
  const isNamed = typedName === undefined || typed.trim() === typedName.trim();
  const reason = isNamed
    ? password === ""
      ? t("communities.passwordFirst")
      : undefined
    : t("admin.confirm.typeFirst", { word: typedName });
  return (
    <Dialog
      title={title}
      closeLabel={t("common.actions.close")}
      open={open}
      onOpenChange={onOpenChange}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{t("common.actions.cancel")}</Button>
          <Button
            type="submit"
            form={formId}
            tone={isDanger ? "danger" : "primary"}
            disabled={isPending}
            {...(reason && { disabledReason: reason })}
          >
            {actionLabel}
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
          if (reason) return;
          setTried(true);
          onProve(password);
        }}
      >
        {children}
        {typedName !== undefined && (
          <Field label={t("admin.confirm.type", { word: typedName })}>
            {(control) => <TextInput {...control} value={typed} autoComplete="off" onChange={(event) => setTyped(event.target.value)} />}
          </Field>
        )}
        <Field label={t("communities.password")} hint={t("communities.passwordHint")}>
          {(control) => (
            <TextInput
              {...control}
              type="password"
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        {isTried && error && <Alert tone="danger" title={error} isLive />}
      </form>
    </Dialog>
  );
}
