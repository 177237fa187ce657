"use client";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button, buttonClass } from "@archipel/ui/button.tsx";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useCommunity } from "../../kit/current-community.tsx";
import { links } from "../../links.ts";
import type { ReportActs } from "./use-report-acts.ts";

interface UndoBarProps {
  readonly acts: ReportActs;
  readonly onUndo: () => void;
}

/**
 * The last act, with its undo button while it can be undone. It floats at the foot of the page so that the list does not move; on a phone
 * at the top, because the foot holds the buttons.
 */
export function UndoBar({ acts, onUndo }: UndoBarProps) {
  const t = useTranslations("moderation.undo");
  const { waiting } = acts.acts;
  return (
    <div
      role="status"
      className="pointer-events-none fixed inset-x-0 top-16 z-40 flex justify-center px-4 lg:top-auto lg:bottom-6 lg:left-64"
    >
      {waiting && (
        <div className="pointer-events-auto flex max-w-full items-center gap-4 rounded-card border border-line bg-surface py-2 pr-2 pl-4 shadow-raised">
          <span className="min-w-0 break-words">{waiting.words}</span>
          <Button tone="quiet" aria-keyshortcuts="z" onClick={onUndo}>
            {t("action")}
            <kbd aria-hidden className="figures rounded-control border border-line-strong px-1.5 text-small max-sm:hidden">
              z
            </kbd>
          </Button>
        </div>
      )}
    </div>
  );
}

/** An act that failed: refused by core-api, or in conflict with the data. It stays until the next act. */
export function TriageNotes({ acts }: { readonly acts: ReportActs }) {
  const t = useTranslations("moderation.undo");
  const { slug } = useCommunity();
  const { failure, unmerged } = acts;
  return (
    <>
      {failure && (
        <Alert
          tone="danger"
          title={t("failed", { words: failure.words })}
          where={failure.reason}
          isLive
          action={<Button onClick={acts.dismiss}>{t("dismiss")}</Button>}
        />
      )}
      {unmerged && (
        <Alert
          tone={unmerged.outcome === "conflicting" ? "warning" : "info"}
          title={t(unmerged.outcome, { number: unmerged.number })}
          isLive
          action={
            <Link
              href={(unmerged.outcome === "conflicting" ? links.contributionConflicts : links.contribution)(slug, unmerged.contributionId)}
              className={buttonClass({ tone: "primary" })}
            >
              {t(unmerged.outcome === "conflicting" ? "settle" : "openContribution")}
            </Link>
          }
        />
      )}
    </>
  );
}
