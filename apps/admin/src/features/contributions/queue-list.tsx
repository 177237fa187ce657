"use client";
import type { ContributionSummary } from "@archipel/contracts/contributions.ts";
import { unbroken } from "@archipel/i18n/format.ts";
import { Checkbox } from "@archipel/ui/checkbox.tsx";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useEffectEvent, useRef, useState } from "react";
import { useCommunity } from "../../kit/current-community.tsx";
import { hasRole } from "../../kit/has-role.ts";
import { KeysButton, KeysSheet, type KeyWords } from "../../kit/keyboard/keys-sheet.tsx";
import { useShortcuts } from "../../kit/keyboard/shortcuts.ts";
import { links } from "../../links.ts";
import { BulkDecisions } from "./bulk-decisions.tsx";
import { ContributionStatusBadge, useAuthorName, useEditCounts, useMoment } from "./contribution-words.tsx";
import { DecisionDialog, type Refusal } from "./decision-dialog.tsx";
import { OutcomeNote } from "./outcome-note.tsx";
import { WAITING } from "./standing.ts";
import { useDecisions } from "./use-decisions.ts";

const KEYS: KeyWords = [
  ["j", "next"],
  ["k", "previous"],
  ["Enter", "enter"],
  ["x", "tick"],
  ["a", "approve"],
  ["m", "merge"],
  ["c", "changes"],
  ["r", "reject"],
  ["?", "help"],
];

interface QueueListProps {
  readonly contributions: readonly ContributionSummary[];
  readonly total: number;
  /** Shown when the list is empty. */
  readonly children: ReactNode;
}

/** The queue. Keyboard shortcuts act on the current row; the result of the last decision stays above the list. */
export function QueueList({ contributions, total, children }: QueueListProps) {
  const t = useTranslations("admin.contributions");
  const community = useCommunity();
  const decisions = useDecisions();
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const [areKeysShown, setKeysShown] = useState(false);
  const [current, setCurrent] = useState<{ id: string; index: number } | null>(null);
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const list = useRef<HTMLOListElement>(null);
  const at = contributions.findIndex(({ id }) => id === current?.id);
  const chosen = contributions[at];
  const isModerator = hasRole(community, "moderator");
  const mayTick = ({ status }: ContributionSummary) => isModerator && WAITING.includes(status);
  const tickable = contributions.filter(mayTick);
  const chosenRows = tickable.filter(({ id }) => ticked.has(id));
  const tick = (id: string) => setTicked(new Set(ticked.has(id) ? [...ticked].filter((one) => one !== id) : [...ticked, id]));

  const focusRow = (index: number) => list.current?.querySelectorAll<HTMLElement>("a[data-row]")[index]?.focus();
  const move = (step: number) => focusRow(at < 0 ? 0 : Math.min(Math.max(at + step, 0), contributions.length - 1));
  // The current row left the list: make its neighbour current, so that the keyboard shortcuts still act on a row.
  const isGone = current !== null && at < 0 && contributions.length > 0;
  const lost = useRef(false);
  lost.current = isGone && (document.activeElement === document.body || document.activeElement === null);
  const focusNeighbour = useEffectEvent((count: number) => {
    if (lost.current && current) focusRow(Math.min(current.index, count - 1));
  });
  useEffect(() => {
    if (isGone) focusNeighbour(contributions.length);
  }, [contributions.length, isGone]);

  const act = (run: (about: ContributionSummary) => void) => (chosen && isModerator && !decisions.isBusy ? () => run(chosen) : undefined);
  useShortcuts({
    j: () => move(1),
    k: () => move(-1),
    x: chosen && mayTick(chosen) ? () => tick(chosen.id) : undefined,
    a: act((about) => void decisions.review(about, "approve", "")),
    m: act((about) => void decisions.merge(about)),
    r: act(({ id, title, editsVersion }) => setRefusal({ id, title, editsVersion, verdict: "reject" })),
    c: act(({ id, title, editsVersion }) => setRefusal({ id, title, editsVersion, verdict: "request-changes" })),
    "?": () => setKeysShown(true),
  });
  return (
    <>
      <OutcomeNote outcome={decisions.outcome} />
      <BulkDecisions chosen={chosenRows} decisions={decisions} onDone={(left) => setTicked(new Set(left))} />
      {contributions.length === 0 ? (
        children
      ) : (
        <section aria-label={t("list")} className="flex flex-col gap-2">
          <div className="flex min-h-10 items-center justify-between">
            <div className="flex items-center gap-4 pl-4">
              {tickable.length > 1 && (
                <Checkbox
                  label={t("bulk.all")}
                  checked={chosenRows.length === tickable.length}
                  onChange={(event) => setTicked(new Set(event.target.checked ? tickable.map(({ id }) => id) : []))}
                />
              )}
              <p className="figures text-ink-muted text-small">{t("progress", { done: contributions.length, total })}</p>
            </div>
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
                isTicked={tickable.length === 0 ? undefined : mayTick(contribution) ? ticked.has(contribution.id) : null}
                onTick={() => tick(contribution.id)}
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
  /** Null: this row cannot be ticked; undefined: no row can. */
  readonly isTicked: boolean | null | undefined;
  readonly onTick: () => void;
}

function QueueRow({ contribution, href, isCurrent, onFocus, isTicked, onTick }: QueueRowProps) {
  const t = useTranslations("admin.contributions");
  const counts = useEditCounts();
  const author = useAuthorName();
  const moment = useMoment();
  return (
    <li
      data-current={isCurrent || undefined}
      className="group flex items-stretch border-transparent border-l-4 data-current:border-accent data-current:bg-accent-soft"
    >
      {isTicked !== undefined && (
        <span className="flex w-11 shrink-0 items-center pl-3">
          {isTicked !== null && (
            <Checkbox
              label={<span className="sr-only">{t("bulk.tick", { title: unbroken(contribution.title) })}</span>}
              checked={isTicked}
              onChange={onTick}
            />
          )}
        </span>
      )}
      <Link
        href={href}
        data-row
        onFocus={onFocus}
        className="flex min-w-0 flex-1 flex-wrap items-center justify-between gap-x-6 gap-y-1 px-3 py-3 text-ink no-underline hover:bg-sunken focus-visible:-outline-offset-2"
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
          <span suppressHydrationWarning className="text-ink-muted group-data-current:text-ink">
            {moment(contribution)}
          </span>
          <ContributionStatusBadge status={contribution.status} />
        </span>
      </Link>
    </li>
  );
}
