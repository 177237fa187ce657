"use client";
import type { CheckGroup } from "@archipel/contracts/checks.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { clsx } from "clsx";
import { useLocale, useTranslations } from "next-intl";
import { groupPlace, LEVEL_LOOKS, useFindingWords } from "../findings/finding-words.ts";
import { RepairGroup } from "../repairs/repair-buttons.tsx";

interface GroupListProps {
  readonly groups: readonly CheckGroup[];
  readonly current: number | null;
  readonly onChoose: (number: number | null) => void;
  readonly reason: string | undefined;
  readonly isDisabled: boolean;
  readonly onRepair: (number: number) => void;
}

const MARKS = { danger: "text-danger", warning: "text-warning", info: "text-info" } as const;

/** Broken rules with their counts, the most severe and most frequent first. */
export function GroupList({ groups, current, onChoose, reason, isDisabled, onRepair }: GroupListProps) {
  const t = useTranslations("checks");
  const locale = useLocale();
  const words = useFindingWords();
  const total = groups.reduce((sum, { count }) => sum + count, 0);
  return (
    <nav aria-label={t("findings.groups")} className="max-lg:hidden lg:sticky lg:top-6 lg:max-h-[calc(100dvh-3rem)] lg:overflow-y-auto">
      <ul className="flex flex-col divide-y divide-line rounded-card border border-line bg-surface">
        <GroupEntry isCurrent={current === null} count={formatNumber(locale, total)} onChoose={() => onChoose(null)}>
          <span className="font-medium">{t("findings.all")}</span>
        </GroupEntry>
        {groups.map((group) => {
          const { tone, Icon } = LEVEL_LOOKS[group.level];
          const mark = tone === "danger" || tone === "warning" ? MARKS[tone] : MARKS.info;
          return (
            <GroupEntry
              key={group.number}
              isCurrent={group.number === current}
              count={formatNumber(locale, group.count)}
              onChoose={() => onChoose(group.number)}
              action={
                <RepairGroup
                  group={group}
                  reason={reason}
                  isDisabled={isDisabled}
                  onRepair={() => onRepair(group.number)}
                  className="mx-3 mb-2"
                />
              }
            >
              <Icon aria-hidden className={clsx("mt-0.5 size-4 shrink-0", mark)} />
              <span className="min-w-0">
                <span className="sr-only">{t(`levels.${group.level}`)}, </span>
                <span className="block break-words">{words.title(group.code)}</span>
                <span className="block text-ink-muted text-small [overflow-wrap:anywhere]">{groupPlace(group)}</span>
              </span>
            </GroupEntry>
          );
        })}
      </ul>
    </nav>
  );
}

interface GroupEntryProps {
  readonly isCurrent: boolean;
  readonly count: string;
  readonly onChoose: () => void;
  readonly action?: React.ReactNode;
  readonly children: React.ReactNode;
}

function GroupEntry({ isCurrent, count, onChoose, action, children }: GroupEntryProps) {
  return (
    <li>
      <button
        type="button"
        aria-pressed={isCurrent}
        onClick={onChoose}
        className="flex w-full items-start justify-between gap-3 px-3 py-2 text-left hover:bg-sunken aria-pressed:bg-accent-soft"
      >
        <span className="flex min-w-0 items-start gap-2">{children}</span>
        <span className="figures shrink-0 text-small">{count}</span>
      </button>
      {action}
    </li>
  );
}
