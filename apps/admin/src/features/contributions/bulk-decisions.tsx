"use client";
import type { ContributionSummary } from "@archipel/contracts/contributions.ts";
import { unbroken } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useCommunity } from "../../kit/current-community.tsx";
import { links } from "../../links.ts";
import type { Decisions, Outcome } from "./use-decisions.ts";

interface BulkDecisionsProps {
  readonly chosen: readonly ContributionSummary[];
  readonly decisions: Decisions;
  /** Called with the ids that were refused. */
  readonly onDone: (left: readonly string[]) => void;
}

/** Decides on all ticked contributions, one after the other. Those that fail stay ticked, with the reason. */
export function BulkDecisions({ chosen, decisions, onDone }: BulkDecisionsProps) {
  const t = useTranslations("admin.contributions.bulk");
  const [at, setAt] = useState<{ done: number; of: number } | null>(null);
  const [result, setResult] = useState<{ act: "approve" | "merge"; done: number; failed: readonly Outcome[] } | null>(null);
  const run = async (act: "approve" | "merge") => {
    setResult(null);
    const outcomes: Outcome[] = [];
    for (const [index, one] of chosen.entries()) {
      setAt({ done: index, of: chosen.length });
      outcomes.push(await (act === "merge" ? decisions.merge(one) : decisions.review(one, "approve", "")));
    }
    decisions.forget();
    const failed = outcomes.filter(({ kind }) => kind !== "done");
    setAt(null);
    setResult({ act, done: outcomes.length - failed.length, failed });
    onDone(failed.map(({ about }) => about.id));
  };
  return (
    <div className="flex flex-col gap-2">
      {(chosen.length > 0 || at) && (
        <div className="flex flex-wrap items-center gap-3 rounded-card bg-accent-soft px-4 py-2">
          <p role="status" className="figures flex-1 basis-full font-medium text-ink sm:basis-0">
            {at ? t("running", at) : t("chosen", { count: chosen.length })}
          </p>
          <Button tone="primary" disabled={at !== null} onClick={() => run("merge")}>
            {t("merge")}
          </Button>
          <Button disabled={at !== null} onClick={() => run("approve")}>
            {t("approve")}
          </Button>
          <Button tone="quiet" disabled={at !== null} onClick={() => onDone([])}>
            {t("none")}
          </Button>
        </div>
      )}
      {result && result.done > 0 && <Alert tone="success" title={t(`done.${result.act}`, { count: result.done })} isLive />}
      {result?.failed.map((outcome) => (
        <Failure key={outcome.about.id} outcome={outcome} />
      ))}
    </div>
  );
}

function Failure({ outcome }: { readonly outcome: Outcome }) {
  const t = useTranslations("admin.contributions");
  const { slug } = useCommunity();
  const { about } = outcome;
  const isConflict = outcome.kind === "conflicting";
  return (
    <Alert
      tone={isConflict ? "warning" : "danger"}
      title={outcome.kind === "failed" ? outcome.text : t("done.conflicting", { title: unbroken(about.title) })}
      where={outcome.kind === "failed" ? unbroken(about.title) : undefined}
      action={
        <Link
          href={isConflict ? links.contributionConflicts(slug, about.id) : links.contribution(slug, about.id)}
          className="inline-flex min-h-6 items-center text-accent-ink underline underline-offset-2"
        >
          {t(isConflict ? "resolveIt" : "openIt")}
        </Link>
      }
      isLive
    />
  );
}
