"use client";
import type { ModeratedReport, ReportEntry } from "@archipel/contracts/reports.ts";
import { formatAgo, formatDate, formatDateTime } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Field } from "@archipel/ui/field.tsx";
import { TextArea } from "@archipel/ui/text-input.tsx";
import { useMutation } from "@tanstack/react-query";
import { Lock } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity } from "../../kit/current-community.tsx";
import { useNow } from "../../kit/use-now.ts";
import { EntryReview } from "./review-mark.tsx";
import { useStatuses, useText } from "./words.ts";

/** The open text box. */
export type Writing = "comment" | "note" | null;

interface ReportDiscussionProps {
  readonly report: ModeratedReport;
  readonly writing: Writing;
  readonly onWrite: (writing: Writing) => void;
  readonly onChanged: () => unknown;
}

/** Messages to the reporter, and notes that only moderators read; then the history. */
export function ReportDiscussion({ report, writing, onWrite, onChanged }: ReportDiscussionProps) {
  const t = useTranslations("moderation.talk");
  const said = report.entries.filter(({ kind, isInternal, body }) => !isInternal && (kind === "comment" || (kind === "status" && body)));
  const notes = report.entries.filter(({ kind, isInternal, body }) => kind === "note" || (isInternal && kind === "comment" && body));
  const happened = report.entries.filter(({ kind }) => kind !== "comment" && kind !== "note");
  return (
    <>
      <section aria-labelledby="talk-title" className="flex flex-col gap-3">
        <div>
          <h3 id="talk-title" className="text-base">
            {t("discussion")}
          </h3>
          <p className="text-ink-muted text-small">{t("discussionHint")}</p>
        </div>
        <Entries entries={said} />
        <Writer report={report} isInternal={false} isOpen={writing === "comment"} onWrite={onWrite} onChanged={onChanged} />
      </section>
      <section aria-labelledby="notes-title" className="flex flex-col gap-3 rounded-card border border-line bg-sunken p-4">
        <div>
          <h3 id="notes-title" className="flex items-center gap-2 text-base">
            <Lock aria-hidden className="size-4" />
            {t("notes")}
          </h3>
          <p className="text-ink-muted text-small">{t("notesHint")}</p>
        </div>
        <Entries entries={notes} />
        <Writer report={report} isInternal isOpen={writing === "note"} onWrite={onWrite} onChanged={onChanged} />
      </section>
      {happened.length > 0 && (
        <details>
          <summary className="min-h-8 cursor-pointer content-center font-medium">{t("history", { count: happened.length })}</summary>
          <History entries={happened} />
        </details>
      )}
    </>
  );
}

function useNameOf(): (entry: ReportEntry) => string {
  const t = useTranslations("moderation.talk");
  return ({ authorName, isReporter }) =>
    isReporter ? (authorName ? t("reporterNamed", { name: authorName }) : t("reporter")) : (authorName ?? t("automatic"));
}

function Entries({ entries }: { readonly entries: readonly ReportEntry[] }) {
  const nameOf = useNameOf();
  if (entries.length === 0) return null;
  return (
    <ol className="flex flex-col gap-3">
      {entries.map((entry) => (
        <li key={entry.id} className={`border-l-2 pl-4 ${entry.isReporter ? "border-accent" : "border-line-strong"}`}>
          <p className="text-small">
            <span className="font-medium">{nameOf(entry)}</span> <Moment at={entry.createdAt} />
          </p>
          <EntryReview entry={entry} />
          <p className="whitespace-pre-line break-words">{entry.body}</p>
        </li>
      ))}
    </ol>
  );
}

function Moment({ at }: { readonly at: Date }) {
  const locale = useLocale();
  const now = useNow();
  return (
    <time dateTime={at.toISOString()} title={formatDateTime(locale, at)} className="text-ink-muted">
      {formatAgo(locale, at, now)}
    </time>
  );
}

function History({ entries }: { readonly entries: readonly ReportEntry[] }) {
  const nameOf = useNameOf();
  const sentence = useSentence();
  return (
    <ol className="mt-2 flex flex-col gap-1.5">
      {entries.map((entry) => (
        <li key={entry.id} className="text-small">
          <span className="font-medium">{nameOf(entry)}</span> {sentence(entry)} <Moment at={entry.createdAt} />
        </li>
      ))}
    </ol>
  );
}

/** The sentence of an entry of the history. */
function useSentence(): (entry: ReportEntry) => string {
  const t = useTranslations("moderation.history");
  const locale = useLocale();
  const text = useText();
  const { label } = useStatuses();
  return ({ kind, detail }) => {
    const words = (value: unknown) =>
      typeof value === "string" ? value : typeof value === "object" && value !== null ? text(value) || t("none") : t("none");
    const isDay = (value: unknown) => typeof value === "string" || value instanceof Date;
    switch (kind) {
      case "status":
        return t("status", { status: label(detail.to as never) });
      case "assignee":
        return detail.name ? t("assignee", { name: words(detail.name) }) : t("noAssignee");
      case "theme":
        return t("theme", { theme: words(detail.to) });
      case "due":
        if ("snoozedUntil" in detail) {
          return isDay(detail.snoozedUntil)
            ? t("snoozed", { date: formatDate(locale, detail.snoozedUntil as string, "medium") })
            : t("unsnoozed");
        }
        return isDay(detail.at) ? t("due", { date: formatDate(locale, detail.at as string, "medium") }) : t("noDue");
      case "merged":
        return "from" in detail ? t("merged", { number: Number(detail.from) }) : t("mergedInto", { number: Number(detail.number) });
      case "review": {
        const isRefused = detail.decision === "refuse";
        if (detail.isComment) return t(isRefused ? "messageRefused" : "messagePublished");
        return t(isRefused ? "refused" : detail.files ? "publishedWithoutFiles" : "published");
      }
      case "edit":
        return t(
          detail.outcome === "conflicting"
            ? "editConflict"
            : detail.outcome === "submitted"
              ? "editSubmitted"
              : detail.outcome === "rejected"
                ? "editRejected"
                : "edit",
        );
      default:
        return t("file" in detail ? (detail.isHidden ? "fileHidden" : "fileShown") : detail.isHidden ? "hidden" : "shown");
    }
  };
}

interface WriterProps extends Omit<ReportDiscussionProps, "writing"> {
  readonly isInternal: boolean;
  readonly isOpen: boolean;
}

function Writer({ report, isInternal, isOpen, onWrite, onChanged }: WriterProps) {
  const t = useTranslations("moderation.talk");
  const tc = useTranslations("common.actions");
  const api = useApi();
  const { id: communityId } = useCommunity();
  const errorText = useErrorText();
  const [body, setBody] = useState("");
  const write = useMutation(
    api.reports.write.mutationOptions({
      onSuccess: async () => {
        await onChanged();
        setBody("");
        onWrite(null);
      },
    }),
  );
  if (!isOpen) {
    return (
      <Button className="self-start" aria-keyshortcuts={isInternal ? "n" : "c"} onClick={() => onWrite(isInternal ? "note" : "comment")}>
        {t(isInternal ? "addNote" : "addComment")}
      </Button>
    );
  }
  const send = () => body.trim() && !write.isPending && write.mutate({ communityId, reportId: report.id, body, isInternal });
  return (
    <form
      method="dialog"
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Field label={t(isInternal ? "note" : "comment")} hint={t("sendKey")}>
        {(control) => (
          <TextArea
            {...control}
            autoFocus
            rows={3}
            maxLength={4000}
            value={body}
            onChange={(event) => setBody(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) send();
              if (event.key === "Escape" && body.trim() === "") onWrite(null);
            }}
          />
        )}
      </Field>
      {write.error && <Alert tone="danger" title={errorText(write.error)} isLive />}
      <div className="flex gap-2">
        <Button type="submit" tone="primary" disabled={write.isPending || body.trim() === ""}>
          {t(isInternal ? "saveNote" : "sendComment")}
        </Button>
        <Button onClick={() => onWrite(null)}>{tc("cancel")}</Button>
      </div>
    </form>
  );
}
