"use client";
import type { AnswerPlace } from "@archipel/contracts/answers.ts";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { TrialPanel } from "./trial-panel.tsx";
import { useTrial } from "./use-trial.ts";

interface TrialTabProps {
  readonly portalId: string;
  /** The first view of the portal's map. */
  readonly start: { readonly lon: number; readonly lat: number };
}

/** Tests the portal's answer at a place, as it is and as it would be with all drafts. */
export function TrialTab({ portalId, start }: TrialTabProps) {
  const t = useTranslations("admin.answers.trial");
  const [place, setPlace] = useState<AnswerPlace>({ kind: "point", lon: start.lon, lat: start.lat, precision: "exact" });
  const trial = useTrial(portalId, place);
  return (
    <div className="flex max-w-4xl flex-col gap-4">
      <p className="max-w-prose text-ink-muted">{t("lead")}</p>
      <TrialPanel portalId={portalId} place={place} trial={trial} onChoose={setPlace} />
    </div>
  );
}
