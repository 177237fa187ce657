"use client";
import type { Given } from "@archipel/contracts/organisations.ts";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ConfirmDialog } from "../../kit/confirm-dialog.tsx";
import { GivenFields } from "./given-fields.tsx";

interface GivenDialogProps {
  readonly name: string;
  /** What is given now. */
  readonly given: Given;
  /** Whether it answers an invitation. */
  readonly isAnswer: boolean;
  readonly isPending: boolean;
  readonly error: string | undefined;
  readonly onClose: () => void;
  readonly onSave: (given: Given) => void;
}

/** A manager of the community chooses what it gives. */
export function GivenDialog({ name, given, isAnswer, isPending, error, onClose, onSave }: GivenDialogProps) {
  const t = useTranslations("organisations.community");
  const [chosen, setChosen] = useState(given);
  return (
    <ConfirmDialog
      title={t(isAnswer ? "acceptTitle" : "changeTitle", { name })}
      actionLabel={t(isAnswer ? "acceptAction" : "changeAction")}
      isDanger={false}
      isPending={isPending}
      error={error}
      open
      onOpenChange={(open) => !open && onClose()}
      onConfirm={() => onSave(chosen)}
    >
      {isAnswer && <p>{t("acceptText")}</p>}
      <GivenFields value={chosen} onChange={setChosen} />
    </ConfirmDialog>
  );
}
