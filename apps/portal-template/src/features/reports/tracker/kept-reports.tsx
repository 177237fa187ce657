"use client";
import { formatDate } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useLocale, useMessages, useTranslations } from "next-intl";
import { links } from "../../../links.ts";
import type { Refusal, Waiting } from "../drafts/store.ts";
import { openOutbox } from "../sending/outbox.ts";
import { useKeptReports } from "../sending/use-kept-reports.ts";

const MOST = 10;

/** What this browser keeps: reports that wait to be sent, and the links to those sent without an account. */
export function KeptReports({ portalId }: { readonly portalId: string }) {
  const t = useTranslations("reports.tracker.kept");
  const locale = useLocale();
  const { waiting, followed } = useKeptReports(portalId);
  const own = followed.filter(({ follow }) => follow !== null).slice(0, MOST);
  if (waiting.length === 0 && own.length === 0) return null;
  return (
    <section id="kept" aria-labelledby="kept-title" className="mb-8 rounded-card border border-line bg-surface p-4 lg:p-6">
      <h2 id="kept-title" className="mb-3 text-title">
        {t("title")}
      </h2>
      <ul className="grid gap-3">
        {waiting.map((one) => (
          <WaitingItem key={one.report.id} waiting={one} />
        ))}
        {own.map(({ id, number, follow, body, sentAt }) => (
          <li key={id} className="flex flex-wrap items-baseline gap-x-3">
            <a
              href={links.report(locale, number, follow ?? undefined)}
              className="inline-flex min-h-6 items-center text-accent-ink underline underline-offset-2"
            >
              {t("number", { number })}
            </a>
            <span className="line-clamp-1 min-w-0 flex-1 basis-40 break-words">{body}</span>
            <span className="text-ink-muted text-small">{t("sentOn", { date: formatDate(locale, new Date(sentAt), "medium") })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function WaitingItem({ waiting: { report, refusal } }: { readonly waiting: Waiting }) {
  const t = useTranslations("reports.tracker.kept");
  const locale = useLocale();
  const reason = useReason(refusal);
  const correct = () =>
    openOutbox()
      .store.reopen(report.id)
      .then(() => window.location.assign(links.map(locale, { report: "draft" })));
  return (
    <li>
      <Alert
        tone={refusal ? "warning" : "info"}
        title={report.body.slice(0, 120)}
        where={refusal === null ? t("waiting") : refusal.code === "report-unfinished" ? t("unfinished") : t("refused", { reason })}
        action={
          <div className="flex flex-wrap gap-2">
            {refusal ? (
              <>
                <Button onClick={correct}>{t("correct")}</Button>
                <Button tone="quiet" onClick={() => openOutbox().store.dropWaiting(report.id)}>
                  {t("give")}
                </Button>
              </>
            ) : (
              <Button onClick={() => openOutbox().queue.flush(true)}>{t("retry")}</Button>
            )}
          </div>
        }
      />
    </li>
  );
}

/** Why core-api refused the report, in the person's language. */
function useReason(refusal: Refusal | null): string {
  const t = useTranslations("errors");
  const known = useMessages().errors;
  const key = refusal && refusal.code in known ? (refusal.code as keyof typeof known) : "unknown";
  return t(key, refusal?.params ?? {});
}
