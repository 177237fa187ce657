"use client";
import type { AnswerPlace } from "@archipel/contracts/answers.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Badge } from "@archipel/ui/badge.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { FailureAlert } from "../../../kit/failure-alert.tsx";
import type { Trial } from "../api-types.ts";
import { ComparedReport } from "./compared-report.tsx";
import { PlaceChoice } from "./place-choice.tsx";

interface TrialPanelProps {
  readonly portalId: string;
  readonly place: AnswerPlace;
  readonly trial: UseQueryResult<Trial>;
  /** `pack/key` of the rule that is being changed: it is said whether it speaks at the place. */
  readonly rule?: string;
  readonly onChoose: (place: AnswerPlace) => void;
  /** Actions on the tried place. */
  readonly children?: ReactNode;
}

/** Chooses a place, and shows its report as it is and as it would be. */
export function TrialPanel({ portalId, place, trial, rule, onChoose, children }: TrialPanelProps) {
  const t = useTranslations("admin.answers.trial");
  const { data, error } = trial;
  const speaks = data?.themes.some(({ findings }) => findings.some(({ before, after }) => before?.rule === rule || after?.rule === rule));
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <PlaceChoice portalId={portalId} place={place} centre={data?.place.centre ?? null} onChoose={onChoose} />
      {error && <FailureAlert error={error} />}
      {!data && !error && <Skeleton className="h-40" />}
      {data && !error && (
        <div aria-busy={trial.isFetching} className="flex flex-col gap-4">
          <p className="flex flex-wrap items-center gap-2 text-small">
            {data.place.commune.name && <span>{data.place.commune.name}</span>}
            {data.isRestricted && <Badge tone="warning">{t("restricted")}</Badge>}
          </p>
          {rule !== undefined && (
            <Alert
              tone={speaks ? "success" : "info"}
              title={t(speaks ? "ruleSpeaks" : "ruleSilent")}
              {...(!speaks && { repair: t("ruleSilentRepair") })}
            />
          )}
          {children}
          <ComparedReport themes={data.themes} />
        </div>
      )}
    </div>
  );
}
