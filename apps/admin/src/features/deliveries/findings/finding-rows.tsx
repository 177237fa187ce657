"use client";
import type { CheckFinding } from "@archipel/contracts/checks.ts";
import { useTranslations } from "next-intl";
import type { RefObject } from "react";
import { useFindingWords } from "./finding-words.ts";

interface FindingRowsProps {
  readonly rows: readonly CheckFinding[];
  readonly currentSequence: number | null;
  readonly listRef: RefObject<HTMLOListElement | null>;
  readonly onChoose: (finding: CheckFinding) => void;
  /** Moves to the next (1) or previous (-1) finding, on arrow keys. */
  readonly onMove: (step: number) => void;
}

/** The list of findings: the place of each and what is wrong. */
export function FindingRows({ rows, currentSequence, listRef, onChoose, onMove }: FindingRowsProps) {
  const t = useTranslations("checks.findings");
  const words = useFindingWords();
  const placeOf = useFindingPlace();
  return (
    <ol ref={listRef} aria-label={t("list")} className="flex flex-col divide-y divide-line rounded-card border border-line bg-surface">
      {rows.map((finding, index) => (
        <li key={finding.sequence}>
          {rows[index - 1]?.group !== finding.group && (
            <p className="bg-sunken px-4 py-1.5 font-medium text-small">{words.title(finding.code)}</p>
          )}
          <button
            type="button"
            data-row={finding.sequence}
            aria-current={finding.sequence === currentSequence || undefined}
            onClick={() => onChoose(finding)}
            onKeyDown={(event) => {
              const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
              if (step === 0) return;
              event.preventDefault();
              onMove(step);
            }}
            className="flex w-full flex-col items-start gap-0.5 px-4 py-2 text-left hover:bg-sunken aria-current:bg-accent-soft"
          >
            <span className="w-full min-w-0 text-ink-muted text-small [overflow-wrap:anywhere]">{placeOf(finding) || t("whole")}</span>
            <span className="w-full min-w-0 [overflow-wrap:anywhere]">{words.what(finding) || finding.code}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}

/** File, row, feature and field of a finding. */
export function useFindingPlace(): (finding: CheckFinding) => string {
  const t = useTranslations("checks.findings");
  return ({ file, table, fileModel, row, featureId, field }) =>
    [
      file ?? table ?? fileModel,
      row === null ? null : t("row", { row }),
      featureId === null ? null : t("feature", { id: featureId }),
      field === null ? null : t("field", { field }),
    ]
      .filter((part) => part !== null)
      .join(" · ");
}
