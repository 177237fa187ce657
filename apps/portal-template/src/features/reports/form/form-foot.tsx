import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Progress } from "@archipel/ui/progress.tsx";
import { Send } from "lucide-react";
import { useTranslations } from "next-intl";
import { FailureAlert } from "../../site/failure-alert.tsx";
import type { Report, Step } from "./use-report.ts";

interface FormFootProps {
  readonly report: Report;
  /** Undefined at the last step, which sends the report. */
  readonly next: Step | undefined;
  readonly onNext: (step: Step) => void;
}

/** Always visible: whether the draft is kept, the progress of sending, and the button to the next step. */
export function FormFoot({ report, next, onNext }: FormFootProps) {
  const t = useTranslations("reports.form");
  const { outcome, sending, isKept, draft } = report;
  return (
    <div className="sticky -bottom-4 -mx-4 -mb-4 grid gap-2 border-line border-t bg-surface px-4 py-3">
      {outcome?.is === "refused" && <FailureAlert error={outcome.error} />}
      {sending && <Progress label={t("sending")} share={draft.files.length > 0 ? sending.share : null} />}
      {isKept === false && <Alert tone="warning" title={t("notKept")} />}
      <div className="flex items-center justify-between gap-3">
        <p aria-live="polite" className="text-ink-muted text-small">
          {isKept && t("kept")}
        </p>
        {next ? (
          <Button tone="primary" className="min-h-12! min-w-32" onClick={() => onNext(next)}>
            {t("next")}
          </Button>
        ) : (
          <Button
            tone="primary"
            className="min-h-12! min-w-32"
            aria-busy={sending !== null}
            onClick={() => sending === null && report.send()}
          >
            <Send aria-hidden className="size-5" />
            {t("send")}
          </Button>
        )}
      </div>
    </div>
  );
}
