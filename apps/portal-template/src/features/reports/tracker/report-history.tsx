"use client";
import { reportStatuses } from "@archipel/contracts/report-statuses.ts";
import type { PortalReporting, PublicReport, ReportEntry } from "@archipel/contracts/reports.ts";
import type { Locale } from "@archipel/contracts/text.ts";
import { formatDateTime } from "@archipel/i18n/format.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../../api/react.tsx";
import { FailureAlert } from "../../site/failure-alert.tsx";
import { statusWords } from "../words.ts";

interface ReportHistoryProps {
  readonly report: PublicReport;
  readonly reporting: PortalReporting | null;
  readonly portalId: string;
  readonly follow: string | undefined;
  readonly communityName: string;
  readonly locale: Locale;
}

/** The history of the report, oldest first, and the form to answer. */
export function ReportHistory({ report, reporting, portalId, follow, communityName, locale }: ReportHistoryProps) {
  const t = useTranslations("reports.page");
  const tStatuses = useTranslations("common.reportStates");
  const doneTo = ({ kind, detail }: ReportEntry): string | null => {
    const status = reportStatuses.find((one) => one === detail.to);
    if (kind === "status" && status) return t("status", { to: statusWords(locale, reporting, status, tStatuses) });
    if (kind === "merged") return t("merged", { number: String(detail.number ?? "") });
    if (kind === "edit") return t(detail.outcome === "accepted" ? "editAccepted" : "editOther");
    return null;
  };
  const entries = report.entries.flatMap((entry) => {
    const done = doneTo(entry);
    return done !== null || entry.body !== "" ? [{ ...entry, done }] : [];
  });
  return (
    <section aria-labelledby="history">
      <h2 id="history" className="mb-3 text-title">
        {t("history")}
      </h2>
      {entries.length === 0 && <p className="text-ink-muted">{t("none")}</p>}
      <ol className="grid gap-4 border-line border-l-2 pl-4 empty:hidden">
        {entries.map(({ id, done, body, review, detail, isReporter, authorName, createdAt }) => (
          <li key={id}>
            <p className="text-ink-muted text-small">
              {isReporter ? t("reporter") : (authorName ?? t("team", { community: communityName }))}, {formatDateTime(locale, createdAt)}
            </p>
            {done && <p className="font-medium">{done}</p>}
            {review === "held" && <p className="text-small text-warning">{t("review.messageHeld")}</p>}
            {review === "refused" && (
              <p className="text-small text-warning">{t("review.messageRefused", { reason: String(detail.reason ?? "") })}</p>
            )}
            {body && <p className="max-w-prose whitespace-pre-line break-words">{body}</p>}
          </li>
        ))}
      </ol>
      {report.mayComment && <CommentForm portalId={portalId} number={report.number} follow={follow} isHeld={reporting?.isHeld ?? false} />}
    </section>
  );
}

interface CommentFormProps {
  readonly portalId: string;
  readonly number: number;
  readonly follow: string | undefined;
  /** A moderator reads the message before it is public. */
  readonly isHeld: boolean;
}

function CommentForm({ portalId, number, follow, isHeld }: CommentFormProps) {
  const t = useTranslations("reports.page");
  const api = useApi();
  const queries = useQueryClient();
  const [body, setBody] = useState("");
  const comment = useMutation(
    api.reports.comment.mutationOptions({
      onSuccess: async () => {
        setBody("");
        await queries.invalidateQueries({ queryKey: api.reports.view.queryKey() });
      },
    }),
  );
  return (
    <form
      method="dialog"
      className="mt-6 grid max-w-prose gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (body.trim() !== "" && !comment.isPending)
          comment.mutate({ portalId, number, body: body.trim(), ...(follow !== undefined && { follow }) });
      }}
    >
      <Field label={t("comment")} hint={t(isHeld ? "commentHintHeld" : "commentHint")}>
        {(control) => <TextArea {...control} rows={3} maxLength={4000} value={body} onChange={(event) => setBody(event.target.value)} />}
      </Field>
      {comment.isError && <FailureAlert error={comment.error} />}
      <div className="flex items-center gap-3">
        <Button type="submit" tone="primary" aria-busy={comment.isPending}>
          {t("send")}
        </Button>
        <p aria-live="polite" className="text-small">
          {comment.isSuccess && body === "" && t("commented")}
        </p>
      </div>
    </form>
  );
}
