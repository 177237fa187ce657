"use client";
import type { CheckFinding } from "@archipel/contracts/checks.ts";
import { Badge } from "@archipel/ui/badge.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { Pencil, Wrench } from "lucide-react";
import { useTranslations } from "next-intl";
import { useFindingPlace } from "./finding-rows.tsx";
import { LEVEL_LOOKS, useFindingWords } from "./finding-words.ts";

interface FindingDetailProps {
  readonly finding: CheckFinding | null;
  /** Why this person may not repair; undefined when they may. */
  readonly reason: string | undefined;
  /** Undefined when the finding cannot be repaired now. */
  readonly onRepair: (() => void) | undefined;
  readonly onEdit: (() => void) | undefined;
}

/** One finding in full: what is wrong, where, what to do, and the repairs that are offered. */
export function FindingDetail({ finding, reason, onRepair, onEdit }: FindingDetailProps) {
  const t = useTranslations("checks");
  const words = useFindingWords();
  const placeOf = useFindingPlace();
  if (!finding) return <p className="text-ink-muted">{t("findings.choose")}</p>;
  const { tone, Icon } = LEVEL_LOOKS[finding.level];
  const repair = words.repair(finding);
  return (
    <section
      aria-label={t("findings.detail")}
      aria-live="polite"
      className="flex flex-col gap-3 rounded-card border border-line bg-surface p-5"
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Badge tone={tone} icon={<Icon aria-hidden className="size-4" />}>
          {t(`levels.${finding.level}`)}
        </Badge>
        <h3 className="min-w-0 break-words font-medium text-base">{words.title(finding.code)}</h3>
      </div>
      <dl className="flex flex-col gap-2">
        <Part term={t("findings.what")}>{words.what(finding) || finding.code}</Part>
        {repair && <Part term={t("findings.repair")}>{repair}</Part>}
        <Part term={t("findings.where")}>
          {placeOf(finding) || t("findings.whole")}
          {finding.bbox === null && finding.place === null && finding.row !== null && (
            <span className="block text-ink-muted text-small">{t("findings.noPlace")}</span>
          )}
        </Part>
      </dl>
      {(finding.repair || finding.row !== null) && (
        <div className="flex flex-wrap gap-3">
          {finding.repair && (
            <Button
              tone="primary"
              onClick={onRepair}
              aria-keyshortcuts="r"
              {...(reason ? { disabledReason: reason } : { disabled: !onRepair })}
            >
              <Wrench aria-hidden className="size-4" />
              {t("repairs.one")}
            </Button>
          )}
          {finding.row !== null && finding.table !== null && (
            <Button onClick={onEdit} aria-keyshortcuts="e" {...(reason ? { disabledReason: reason } : { disabled: !onEdit })}>
              <Pencil aria-hidden className="size-4" />
              {t("repairs.row")}
            </Button>
          )}
        </div>
      )}
      <p className="break-all text-ink-muted text-small">{finding.code}</p>
    </section>
  );
}

function Part({ term, children }: { readonly term: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt className="text-ink-muted text-small">{term}</dt>
      <dd className="max-w-prose [overflow-wrap:anywhere]">{children}</dd>
    </div>
  );
}
