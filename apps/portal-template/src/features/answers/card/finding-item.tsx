import { printShare } from "@archipel/answers/relations/print-share.ts";
import { clsx } from "clsx";
import { CircleDashed } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { CardFinding, Question } from "./card.ts";
import { AdviceList, FindingDetails } from "./finding-details.tsx";
import { edgeOf, LevelMark } from "./level-mark.tsx";
import { Said } from "./said.tsx";

interface FindingItemProps {
  readonly one: CardFinding;
  readonly question: Question;
  readonly document: { readonly approved?: string | undefined; readonly validUntil?: string | undefined } | undefined;
  /** Its data, its place on the map, the way to contest it. */
  readonly tools: ReactNode;
  /** What can be done at once, without opening the details. */
  readonly act: ReactNode;
}

/** One thing that applies: how strongly, in words, how much of the place, what it means and what to do. */
export function FindingItem({ one: { id, finding }, question, document, tools, act }: FindingItemProps) {
  const t = useTranslations("answers.card.finding");
  const { level, isFavourable, relation, consequence, advice } = finding;
  return (
    <li
      id={id}
      data-finding
      className={clsx(
        "break-inside-avoid scroll-mt-4 rounded-card border border-line border-l-4 bg-surface px-4 py-3 transition-shadow duration-150 data-[lit]:shadow-[0_0_0_2px_var(--a-map-selection)]",
        isFavourable ? "border-l-success" : edgeOf(level),
      )}
    >
      <p className="flex flex-wrap items-center gap-x-3">
        <LevelMark question={question} level={level} isFavourable={isFavourable} />
        {relation.kind === "border" && (
          <span className="inline-flex items-center gap-1.5 text-ink-muted text-small">
            <CircleDashed aria-hidden className="size-4" />
            {t("uncertain")}
          </span>
        )}
      </p>
      <p className="mt-1 break-words font-medium leading-snug">
        <Said text={finding.sentence} />
      </p>
      {relation.share !== undefined && relation.share < 1 && <Share share={relation.share} />}
      {consequence && (
        <p className="mt-1.5 break-words text-small">
          <Said text={consequence} />
        </p>
      )}
      <AdviceList advice={advice} />
      {act && <div className="mt-1 print:hidden">{act}</div>}
      <FindingDetails finding={finding} document={document} tools={tools} />
    </li>
  );
}

/** The share of the place, as a bar. */
function Share({ share }: { readonly share: number }) {
  const t = useTranslations("answers.card.finding");
  const locale = useLocale();
  return (
    <p className="mt-1.5 flex items-center gap-2 text-ink-muted text-small">
      <svg aria-hidden viewBox="0 0 100 4" preserveAspectRatio="none" className="h-1.5 w-24 shrink-0 text-ink">
        <rect width="100" height="4" fill="currentColor" opacity="0.15" />
        <rect width={Math.max(1, share * 100)} height="4" fill="currentColor" />
      </svg>
      <span className="figures">{t("share", { share: printShare(locale, share) })}</span>
    </p>
  );
}
