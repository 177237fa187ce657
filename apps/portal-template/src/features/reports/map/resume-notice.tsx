"use client";
import type { Locale } from "@archipel/contracts/text.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, LinkButton } from "@archipel/ui/button.tsx";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { links } from "../../../links.ts";
import type { ReportDraft } from "../drafts/draft.ts";
import { openOutbox } from "../sending/outbox.ts";
import { useKeptReports } from "../sending/use-kept-reports.ts";

interface ResumeNoticeProps {
  readonly portalId: string;
  readonly locale: Locale;
  readonly draft: ReportDraft | null;
  readonly onResume: (draft: ReportDraft) => void;
  readonly onDropped: () => void;
}

/** Shows what is stored in this browser: a started report, or reports that wait for the network. */
export function ResumeNotice({ portalId, locale, draft, onResume, onDropped }: ResumeNoticeProps) {
  const t = useTranslations("reports.resume");
  const { waiting } = useKeptReports(portalId);
  const [isDropping, setDropping] = useState(false);
  if (draft) {
    return (
      <Alert
        tone="info"
        title={t(isDropping ? "sure" : "title")}
        where={isDropping ? undefined : draft.body.slice(0, 80)}
        action={
          <div className="flex flex-wrap gap-2">
            <Button tone="primary" onClick={() => onResume(draft)}>
              {t("resume")}
            </Button>
            {isDropping ? (
              <Button
                tone="danger"
                onClick={() =>
                  openOutbox()
                    .store.dropDraft(portalId)
                    .catch(() => undefined)
                    .then(onDropped)
                }
              >
                {t("drop")}
              </Button>
            ) : (
              <Button tone="quiet" onClick={() => setDropping(true)}>
                {t("drop")}
              </Button>
            )}
          </div>
        }
      />
    );
  }
  if (waiting.length === 0) return null;
  const isRefused = waiting.some(({ refusal }) => refusal !== null);
  return (
    <Alert
      tone={isRefused ? "warning" : "info"}
      title={t(isRefused ? "refused" : "waiting", { count: waiting.length })}
      action={<LinkButton href={`${links.reports(locale)}#kept`}>{t("see")}</LinkButton>}
    />
  );
}
