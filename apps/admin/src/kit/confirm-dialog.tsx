"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { type ReactNode, useRef, useState } from "react";

interface ConfirmDialogProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly actionLabel: string;
  /** The person types this word before something is deleted permanently. */
  readonly typedWord?: string | undefined;
  /** Another word that does as well: not every keyboard can type every name. */
  readonly otherWord?: string | undefined;
  readonly isDanger?: boolean;
  readonly isPending: boolean;
  readonly error?: string | undefined;
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onConfirm: () => void;
}

/**
 * Asks before an action that is hard to undo.
 * Props: its texts, its risk and the state of the call it starts all come from the caller.
 */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, children, actionLabel, typedWord, otherWord, isDanger = true, isPending, error, open, onOpenChange, onConfirm } = props;
  const t = useTranslations();
  const confirm = useRef<HTMLButtonElement>(null);
  const [typed, setTyped] = useState("");
  const [isTried, setTried] = useState(false);
  const [wasOpen, setWasOpen] = useState(open);
  // Each opening starts empty: the typed word and an earlier refusal are dropped.
  if (open !== wasOpen) {
    setWasOpen(open);
    setTyped("");
    setTried(false);
  }
  const isTyped = typedWord === undefined || [typedWord.trim(), otherWord].includes(typed.trim());
  const reason = isTyped ? undefined : t("admin.confirm.typeFirst", { word: typedWord });
  return (
    <Dialog
      title={title}
      closeLabel={t("common.actions.close")}
      open={open}
      onOpenChange={onOpenChange}
      // Only a harmless action gets the focus on its button.
      initialFocus={isDanger || typedWord !== undefined ? undefined : confirm}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>{t("common.actions.cancel")}</Button>
          <Button
            ref={confirm}
            tone={isDanger ? "danger" : "primary"}
            disabled={isPending}
            onClick={() => {
              setTried(true);
              onConfirm();
            }}
            {...(reason && { disabledReason: reason })}
          >
            {actionLabel}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {children}
        {typedWord !== undefined && (
          <Field
            label={
              otherWord
                ? t("admin.confirm.typeEither", { word: typedWord, other: otherWord })
                : t("admin.confirm.type", { word: typedWord })
            }
          >
            {(control) => <TextInput {...control} value={typed} autoComplete="off" onChange={(event) => setTyped(event.target.value)} />}
          </Field>
        )}
        {isTried && error && <Alert tone="danger" title={error} isLive />}
      </div>
    </Dialog>
  );
}
