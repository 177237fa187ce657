"use client";
import type { AddressCandidate } from "@archipel/contracts/addresses.ts";
import { useTranslations } from "next-intl";

interface CandidateListProps {
  readonly candidates: readonly AddressCandidate[];
  readonly isPending: boolean;
  /** The candidate that the map shows. */
  readonly onShow: (index: number) => void;
  readonly onChoose: (index: number) => void;
}

/** What an address may mean, best first, each with what differs from it. */
export function CandidateList({ candidates, isPending, onShow, onChoose }: CandidateListProps) {
  const t = useTranslations("admin.addresses");
  return (
    <ol aria-label={t("candidates")} className="flex flex-col gap-2">
      {candidates.map(({ label, detail, score, source, mismatches }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the candidates of an address never change their order
        <li key={index}>
          <button
            type="button"
            aria-busy={isPending}
            onFocus={() => onShow(index)}
            onPointerEnter={() => onShow(index)}
            onClick={() => onChoose(index)}
            className="flex w-full items-start gap-3 rounded-control border border-line px-3 py-2 text-left hover:bg-sunken"
          >
            <kbd aria-hidden className="mt-0.5 rounded-control border border-line-strong px-2 text-small tabular-nums">
              {index + 1}
            </kbd>
            <span className="min-w-0 flex-1">
              <span className="wrap-anywhere block font-medium">{[label, detail].filter(Boolean).join(", ")}</span>
              <span className="block text-ink-muted text-small">
                {t("score", { score: Math.round(score * 100) })} · {t(`sources.${source}`)}
              </span>
              {mismatches.length > 0 && (
                <span className="block text-small text-warning">{mismatches.map((one) => t(`mismatches.${one}`)).join(" · ")}</span>
              )}
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}
