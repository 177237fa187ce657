"use client";
import { Button } from "@archipel/ui/button.tsx";
import { useTranslations } from "next-intl";

interface FormFooterProps {
  /** The id of the form that is sent. */
  readonly form: string;
  readonly label: string;
  readonly tone?: "primary" | "danger";
  readonly isDisabled?: boolean;
  /** Why it cannot be sent. */
  readonly disabledReason?: string | undefined;
  readonly onCancel: () => void;
}

/** The foot of a dialog with a form: cancel and send. */
export function FormFooter({ form, label, tone = "primary", isDisabled = false, disabledReason, onCancel }: FormFooterProps) {
  const t = useTranslations("common.actions");
  return (
    <>
      <Button onClick={onCancel}>{t("cancel")}</Button>
      <Button type="submit" form={form} tone={tone} disabled={isDisabled} disabledReason={disabledReason}>
        {label}
      </Button>
    </>
  );
}
