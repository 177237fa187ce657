"use client";
import { CopyButton } from "@archipel/ui/copy-button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextInput } from "@archipel/ui/text-input.tsx";
import { useTranslations } from "next-intl";

/** The address of the map as it is shown: view, layers, order and opacity. */
export function ShareDialog({
  isOpen,
  onOpenChange,
  address,
}: {
  readonly isOpen: boolean;
  readonly onOpenChange: (isOpen: boolean) => void;
  readonly address: string;
}) {
  const t = useTranslations("map");
  const common = useTranslations("common");
  return (
    <Dialog
      title={t("share.title")}
      description={t("share.hint")}
      closeLabel={common("actions.close")}
      open={isOpen}
      onOpenChange={onOpenChange}
      footer={<CopyButton text={address} label={common("actions.copy")} copiedLabel={common("actions.copied")} />}
    >
      <Field label={t("share.address")}>
        {(control) => <TextInput {...control} readOnly value={address} onFocus={(event) => event.target.select()} />}
      </Field>
    </Dialog>
  );
}
