import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";
import { useState } from "react";

/** As the contract allows. */
const LONGEST = 500;

interface DeclineDialogProps {
  /** Of the map. */
  readonly title: string;
  readonly isOpen: boolean;
  readonly isPending: boolean;
  readonly onClose: () => void;
  readonly onDecline: (said: string) => void;
}

/** A manager does not publish a proposed map, and may say why. */
export function DeclineDialog({ title, isOpen, isPending, onClose, onDecline }: DeclineDialogProps) {
  const t = useTranslations("maps.mine");
  const common = useTranslations("common");
  const [said, setSaid] = useState("");
  return (
    <Dialog
      title={t("declineTitle", { title })}
      closeLabel={common("actions.close")}
      open={isOpen}
      onOpenChange={(isStillOpen) => !isStillOpen && onClose()}
      footer={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button tone="primary" disabled={isPending} onClick={() => onDecline(said.trim())}>
            {t("decline")}
          </Button>
        </>
      }
    >
      <p className="mb-4">{t("declineText")}</p>
      <Field label={t("declineSaid")}>
        {(control) => <TextArea {...control} rows={3} maxLength={LONGEST} value={said} onChange={(event) => setSaid(event.target.value)} />}
      </Field>
    </Dialog>
  );
}
