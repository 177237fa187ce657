"use client";
import type { ReportStatus } from "@archipel/contracts/reports.ts";
import { clsx } from "clsx";
import { Check } from "lucide-react";
import { useTranslations } from "next-intl";
import { stageOf } from "../words.ts";

const STAGES = ["sent", "handled", "answered"] as const;

interface StageLineProps {
  readonly status: ReportStatus;
  /** The status in the community's words. */
  readonly word: string;
}

/** The stage of the report: sent, in progress, answered. */
export function StageLine({ status, word }: StageLineProps) {
  const t = useTranslations("reports");
  const stage = stageOf(status);
  return (
    <ol aria-label={t("page.progress")} className="flex">
      {STAGES.map((name, index) => {
        const isDone = index < stage || stage === 2;
        const isCurrent = index === stage;
        return (
          <li key={name} {...(isCurrent && { "aria-current": "step" as const })} className="relative flex-1 pr-2">
            <div className="flex items-center">
              <span
                className={clsx(
                  "flex size-7 shrink-0 items-center justify-center rounded-full border-2",
                  isDone
                    ? "border-accent bg-accent text-on-accent"
                    : isCurrent
                      ? "border-accent text-accent-ink"
                      : "border-line-strong text-ink-muted",
                )}
              >
                {isDone ? <Check aria-hidden className="size-4" /> : <span className="figures text-small">{index + 1}</span>}
              </span>
              {index < 2 && <span aria-hidden className={clsx("ml-2 h-0.5 flex-1", index < stage ? "bg-accent" : "bg-line-strong")} />}
            </div>
            <p className={clsx("mt-1.5 text-small", isCurrent ? "font-medium" : "text-ink-muted")}>
              {t(`page.${name}`)}
              {isCurrent && <span className="block font-normal">{word}</span>}
            </p>
          </li>
        );
      })}
    </ol>
  );
}
