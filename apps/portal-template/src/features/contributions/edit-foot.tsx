import { isRetryable } from "@archipel/api-client/errors.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { clsx } from "clsx";
import { useTranslations } from "next-intl";
import { FailureAlert } from "../site/failure-alert.tsx";
import type { OpenDraft } from "./use-draft.ts";

interface EditFootProps {
  readonly draft: OpenDraft;
  /** Changes in the draft. */
  readonly count: number;
  readonly isToolInUse: boolean;
  readonly isReview: boolean;
  readonly onReview: (isOpen: boolean) => void;
}

/** Always visible: whether the draft is saved, and the button to its review. */
export function EditFoot({ draft: { saving, flush }, count, isToolInUse, isReview, onReview }: EditFootProps) {
  const t = useTranslations("contributions");
  return (
    <div
      className={clsx("sticky -bottom-4 -mx-4 -mb-4 grid gap-2 border-line border-t bg-surface px-4 py-3", isToolInUse && "max-lg:hidden")}
    >
      {saving.is === "failed" && (
        <Alert tone="danger" isLive title={t("state.failed")} action={<Retry onClick={() => flush().catch(() => undefined)} />}>
          {isRetryable(saving.error) ? <p className="text-small">{t("state.keptHere")}</p> : <FailureAlert error={saving.error} />}
        </Alert>
      )}
      <div className="grid gap-2">
        <p aria-live="polite" className="text-ink-muted text-small">
          {saving.is !== "failed" && t(`state.${saving.is}`)}
          {count > 0 && ` · ${t("review.count", { count })}`}
        </p>
        <Button
          tone={isReview ? "secondary" : "primary"}
          // The button changes its tone: in the middle of a transition its text would have too little contrast.
          className="transition-none!"
          onClick={() => onReview(!isReview)}
        >
          {t(isReview ? "review.back" : "review.open")}
        </Button>
      </div>
    </div>
  );
}

export function Retry({ onClick }: { readonly onClick: () => void }) {
  const t = useTranslations("common.actions");
  return <Button onClick={onClick}>{t("retry")}</Button>;
}
