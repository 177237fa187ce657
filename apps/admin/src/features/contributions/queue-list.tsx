"use client";
import type { ContributionSummary } from "@archipel/contracts/contributions.ts";
import { unbroken } from "@archipel/i18n/format.ts";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { links } from "../../links.ts";
import { hasRole, useCommunity } from "../communities/current-community.tsx";
import { ContributionStatusBadge, useAuthorName, useEditCounts, useMoment } from "./contribution-words.tsx";
import { DecisionDialog, type Refusal } from "./decision-dialog.tsx";
import { KeysButton, KeysSheet, type KeyWords } from "./keys-sheet.tsx";
import { OutcomeNote } from "./outcome-note.tsx";
import { useShortcuts } from "./shortcuts.ts";
import { useDecisions } from "./use-decisions.ts";

const KEYS: KeyWords = [
  ["j", "next"],
  ["k", "previous"],
  ["Enter", "enter"],
  ["a", "approve"],
  ["m", "merge"],
  ["c", "changes"],
  ["r", "reject"],
  ["?", "help"],
];

interface QueueListProps {
  readonly contributions: readonly ContributionSummary[];
  readonly total: number;
  /** Shown when there is none. */
  readonly children: ReactNode;
}

/** The queue: one row is current, keys act on it. What an act came to stays above the list. */
export function QueueList({ contributions, total, children }: QueueListProps) {
  const t = useTranslations("admin.contributions");
  const community = useCommunity();
  const decisions = useDecisions();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [areKeysShown, setKeysShown] = useState(false);
  const [current, setCurrent] = useState<{ id: string; index: number } | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const at = contributions.findIndex(({ id }) => id === current?.id);
  const chosen = contributions[at];
  const isModerator = hasRole(community, "moderator");

  const focusRow = (index: number) => list.current?.querySelectorAll<HTMLElement>("a[data-row]")[index]?.focus();
  const move = (step: number) => focusRow(at < 0 ? 0 : Math.min(Math.max(at + step, 0), contributions.length - 1));
  // The row that was acted on left the list: its neighbour takes the place, so that the keys go on.
  const isGone = current !== null && at < 0 && contributions.length > 0;
  const lost = useRef(false);
  lost.current = isGone && (document.activeElement === document.body || document.activeElement === null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when rows change
  useEffect(() => {
    if (lost.current && current) focusRow(Math.min(current.index, contributions.length - 1));
  }, [contributions.length, isGone]);

  const act = (run: (about: ContributionSummary) => void) => (chosen && isModerator && !decisions.isBusy ? () => run(chosen) : undefined);
  useShortcuts({
    j: () => move(1),
    k: () => move(-1),
    a: act((about) => void decisions.review(about, "approve", "")),
    m: act((about) => void decisions.merge(about)),
    r: act(({ id, title, editsVersion }) => setRefusal({ id, title, editsVersion, verdict: "reject" })),
    c: act(({ id, title, editsVersion }) => setRefusal({ id, title, editsVersion, verdict: "request-changes" })),
    "?": () => setKeysShown(true),
  });
  return (
    <>
      <OutcomeNote outcome={decisions.outcome} />
      {contributions.length === 0 ? (
        children
      ) : (
        <section aria-label={t("list")} className="flex flex-col gap-2">
          <div className="flex min-h-10 items-center justify-between">
            <p className="figures text-ink-muted text-small">{t("progress", { done: contributions.length, total })}</p>
            <KeysButton onOpen={() => setKeysShown(true)} />
          </div>
          <ol ref={list} className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface">
            {contributions.map((contribution, index) => (
              <QueueRow
                key={contribution.id}
                contribution={contribution}
                href={links.contribution(community.slug, contribution.id)}
                isCurrent={contribution.id === chosen?.id}
                onFocus={() => setCurrent({ id: contribution.id, index })}
              />
            ))}
          </ol>
        </section>
      )}
      <DecisionDialog refusal={refusal} decisions={decisions} onClose={() => setRefusal(null)} />
      <KeysSheet keys={KEYS.map(([key, word]) => [key, t(`keys.${word}`)])} open={areKeysShown} onOpenChange={setKeysShown} />
    </>
  );
}

interface QueueRowProps {
  readonly contribution: ContributionSummary;
  readonly href: string;
  readonly isCurrent: boolean;
  readonly onFocus: () => void;
}

function QueueRow({ contribution, href, isCurrent, onFocus }: QueueRowProps) {
  const t = useTranslations("admin.contributions");
  const counts = useEditCounts();
  const author = useAuthorName();
  const moment = useMoment();
  return (
    <li data-current={isCurrent || undefined} className="group data-current:bg-accent-soft">
      <Link
        href={href}
        data-row
        onFocus={onFocus}
        className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 border-transparent border-l-4 px-4 py-3 text-ink group-data-current:border-accent no-underline hover:bg-sunken focus-visible:-outline-offset-2"
      >
        <span className="min-w-0 flex-1 basis-72">
          <span className="block break-words font-medium">{unbroken(contribution.title)}</span>
          <span className="block text-ink-muted group-data-current:text-ink text-small">
            {author(contribution.authorName)} · {contribution.datasetTitle}
            {contribution.origin !== "editor" && ` · ${t(`origin.${contribution.origin}`)}`}
          </span>
        </span>
        <span className="flex flex-wrap items-center gap-x-4 gap-y-1 text-small sm:justify-end">
          <span className="text-ink-muted group-data-current:text-ink">{counts(contribution.edits)}</span>
          <span className="text-ink-muted group-data-current:text-ink">{moment(contribution)}</span>
          <ContributionStatusBadge status={contribution.status} />
        </span>
      </Link>
    </li>
  );
}
