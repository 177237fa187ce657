"use client";
import { apiError } from "@archipel/api-client/errors.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useTranslations } from "next-intl";
import { FailureAlert } from "../../../kit/failure-alert.tsx";

interface SaveFootProps {
  readonly isChanged: boolean;
  readonly isPending: boolean;
  readonly error: unknown;
  readonly onSave: () => void;
  /** Drops what is not saved. */
  readonly onReset: () => void;
}

/** The foot of a form that is saved as a whole. Somebody else's change is never overwritten: the person reads it first. */
export function SaveFoot({ isChanged, isPending, error, onSave, onReset }: SaveFootProps) {
  const t = useTranslations("site-editor.forms");
  const isElsewhere = error !== null && apiError(error).status === 409;
  return (
    <div data-form-foot className="sticky bottom-0 z-10 -mx-1 flex flex-col gap-3 border-line border-t bg-ground px-1 py-3">
      {isElsewhere && (
        <Alert
          tone="warning"
          isLive
          title={t("elsewhere")}
          repair={t("elsewhereRepair")}
          action={<Button onClick={onReset}>{t("read")}</Button>}
        />
      )}
      {error !== null && !isElsewhere && <FailureAlert error={error} />}
      <div className="flex flex-wrap items-center gap-3">
        <Button
          tone="primary"
          onClick={onSave}
          disabled={isPending}
          reasonAlign="start"
          {...(!isChanged && { disabledReason: t("unchanged") })}
        >
          {t("save")}
        </Button>
        {isChanged && <Button onClick={onReset}>{t("reset")}</Button>}
        <span role="status" className="text-ink-muted text-small">
          {isChanged ? t("changed") : ""}
        </span>
      </div>
    </div>
  );
}
