"use client";
import type { Check, CheckFinding, CheckGroup, CheckGroups, FindingFilter } from "@archipel/contracts/checks.ts";
import type { RepairReach } from "@archipel/contracts/repairs.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useCommunity, useRoleReason } from "../../../kit/current-community.tsx";
import { KeysButton, KeysSheet } from "../../../kit/keyboard/keys-sheet.tsx";
import { useShortcuts } from "../../../kit/keyboard/shortcuts.ts";
import { QueryView } from "../../../kit/query-view.tsx";
import { FindingDetail } from "../findings/finding-detail.tsx";
import { type FindingChoice, FindingFilters } from "../findings/finding-filters.tsx";
import { FindingRows } from "../findings/finding-rows.tsx";
import { RepairAll, RepairGroup } from "../repairs/repair-buttons.tsx";
import { RepairDialog } from "../repairs/repair-dialog.tsx";
import { RowDialog } from "../repairs/row-dialog.tsx";
import type { Repairs } from "../repairs/use-repairs.ts";
import { GroupList } from "./group-list.tsx";

const FindingsMap = dynamic(() => import("../findings/findings-map.tsx"), { ssr: false, loading: () => <Skeleton className="h-72" /> });

const KEYS = [
  ["j", "next"],
  ["k", "previous"],
  ["n", "nextGroup"],
  ["p", "previousGroup"],
  ["r", "repair"],
  ["e", "edit"],
  ["z", "undo"],
  ["0", "all"],
  ["?", "help"],
] as const;
/** The next page is asked for when so few lines are left below. */
const AHEAD = 15;

interface CheckFindingsProps extends CheckGroups {
  readonly check: Check;
  readonly repairs: Repairs;
  /** The groups are those of the check before this one, whose own are on their way. */
  readonly areGroupsOld: boolean;
}

/** The report: rules with their counts, lines of the chosen one, and the place of one line; stepped through by keys. */
export function CheckFindings({ check, repairs, groups, tables, areGroupsOld }: CheckFindingsProps) {
  const t = useTranslations("conformity");
  const tc = useTranslations("common.actions");
  const locale = useLocale();
  const api = useApi();
  const community = useCommunity();
  const list = useRef<HTMLOListElement>(null);
  const [chosen, setChoice] = useState<FindingChoice>(NO_CHOICE);
  const [groupChosen, setGroupChosen] = useState<string | null>(null);
  const [line, setLine] = useState<ChosenLine | null>(null);
  const [repairing, setRepairing] = useState<RepairReach | null>(null);
  const [edited, setEdited] = useState<CheckFinding | null>(null);
  const reason = useRoleReason()("contributor");
  // Groups are numbered anew by each check: the chosen one is known by what it is of.
  const group = groups.find((one) => keyOf(one) === groupChosen);
  const choice = { ...chosen, group: group?.number ?? null };
  const [areKeysShown, setKeysShown] = useState(false);
  const findings = useInfiniteQuery(
    api.checks.findings.infiniteQueryOptions(
      { communityId: community.id, checkId: check.id, limit: 100, ...filterOf(choice) },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData },
    ),
  );
  // Numbers of groups and lines are each check's own: what is still of the one before is looked at, not chosen or repaired.
  const isOld = areGroupsOld || findings.isPlaceholderData;
  const rows = findings.data?.pages.flatMap(({ items }) => items) ?? [];
  const total = findings.data?.pages[0]?.total ?? 0;
  // After a check anew the line that took the place of the repaired one is the next.
  const isOfBefore = line !== null && line.checkId !== check.id;
  const sequence = isOfBefore ? (rows[Math.min(line.position, rows.length - 1)]?.sequence ?? null) : (line?.sequence ?? null);
  const at = Math.max(
    0,
    rows.findIndex((row) => row.sequence === sequence),
  );
  const current = rows[at] ?? null;
  const choose = (next: Partial<FindingChoice>) => {
    setChoice({ ...choice, ...next });
    if (next.group !== undefined) setGroupChosen(keyOf(groups.find(({ number }) => number === next.group)));
    setLine(null);
  };
  const go = (finding: CheckFinding | undefined) => {
    if (!finding || isOld) return;
    setLine({ checkId: check.id, sequence: finding.sequence, position: rows.indexOf(finding) });
    const row = list.current?.querySelector<HTMLElement>(`[data-row="${finding.sequence}"]`);
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
  };
  const move = (step: number) => {
    go(rows[sequence === null ? 0 : at + step]);
    if (rows.length - at < AHEAD && findings.hasNextPage && !findings.isFetchingNextPage) void findings.fetchNextPage();
  };
  const shown = groups.filter(({ level }) => choice.level === null || level === choice.level);
  const moveGroup = (step: number) => {
    const position = shown.findIndex(({ number }) => number === choice.group);
    const next = shown[position < 0 ? 0 : position + step];
    if (next) choose({ group: next.number });
  };
  const repairCurrent = current?.repair && !reason && !isOld ? () => setRepairing({ sequence: current.sequence }) : undefined;
  const editCurrent = current && isOfRow(current) && !reason && !isOld ? () => setEdited(current) : undefined;
  useShortcuts({
    r: repairCurrent,
    e: editCurrent,
    z: check.repairs > 0 && !reason && !repairs.isPending ? repairs.undo : undefined,
    j: () => move(1),
    k: () => move(-1),
    n: () => moveGroup(1),
    p: () => moveGroup(-1),
    "0": () => choose({ group: null }),
    "?": () => setKeysShown(true),
  });
  return (
    <section aria-labelledby="findings-title" className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="findings-title" className="text-title">
          {t("report.title")}
        </h2>
        <div className="flex items-center gap-3">
          <RepairAll groups={groups} reason={reason} isDisabled={isOld} onRepair={() => setRepairing({ all: true })} />
          <KeysButton onOpen={() => setKeysShown(true)} />
        </div>
      </div>
      <FindingFilters choice={choice} groups={groups} tables={tables} onChoose={choose} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(15rem,19rem)_minmax(0,1fr)]">
        <GroupList
          groups={shown}
          current={choice.group}
          onChoose={(number) => choose({ group: number })}
          reason={reason}
          isDisabled={isOld}
          onRepair={(number) => setRepairing({ group: number })}
        />
        <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 2xl:grid-cols-2">
          <div className="flex flex-col gap-3 2xl:sticky 2xl:top-6 2xl:order-2">
            <FindingsMap
              findings={rows}
              current={sequence === null ? null : current}
              onPick={(id) => go(rows.find((row) => row.sequence === Number(id)))}
            />
            <FindingDetail finding={current} reason={reason} onRepair={repairCurrent} onEdit={editCurrent} />
          </div>
          <QueryView query={findings} rows={6}>
            {() => (
              <div aria-busy={isOld} className="flex min-w-0 flex-col gap-2">
                {group && (
                  <RepairGroup
                    group={group}
                    reason={reason}
                    isDisabled={isOld}
                    onRepair={() => setRepairing({ group: group.number })}
                    className="lg:hidden"
                  />
                )}
                <p className="figures text-ink-muted text-small" aria-live="polite">
                  {t("report.shown", { shown: formatNumber(locale, rows.length), total: formatNumber(locale, total) })}
                  {group && group.count > group.listed && ` · ${t("report.listedOnly", { listed: formatNumber(locale, group.listed) })}`}
                </p>
                {rows.length === 0 ? (
                  <p className="rounded-card border border-line px-4 py-8 text-center text-ink-muted">{t("report.empty")}</p>
                ) : (
                  <FindingRows rows={rows} currentSequence={current?.sequence ?? null} listRef={list} onChoose={go} onMove={move} />
                )}
                {findings.hasNextPage && (
                  <Button className="self-center" disabled={findings.isFetchingNextPage} onClick={() => findings.fetchNextPage()}>
                    {tc("showMore")}
                  </Button>
                )}
              </div>
            )}
          </QueryView>
        </div>
      </div>
      <RepairDialog check={check} on={repairing} repairs={repairs} onClose={() => setRepairing(null)} />
      <RowDialog check={check} finding={edited} repairs={repairs} onClose={() => setEdited(null)} />
      <KeysSheet keys={KEYS.map(([key, word]) => [key, t(`keys.${word}`)])} open={areKeysShown} onOpenChange={setKeysShown} />
    </section>
  );
}

interface ChosenLine {
  readonly checkId: string;
  readonly sequence: number;
  /** Its place in the list, for the report of the check anew. */
  readonly position: number;
}

const NO_CHOICE: FindingChoice = { group: null, level: null, table: null, repairable: false };

function keyOf(group: CheckGroup | undefined): string | null {
  return group ? JSON.stringify([group.code, group.level, group.fileModel, group.field]) : null;
}

function isOfRow({ table, row }: CheckFinding): boolean {
  return table !== null && row !== null;
}

function filterOf({ group, level, table, repairable }: FindingChoice): FindingFilter {
  return {
    ...(group !== null && { group }),
    ...(level !== null && { levels: [level] }),
    ...(table !== null && { table }),
    ...(repairable && { repairable }),
  };
}
