"use client";
import type { Check, CheckFinding, CheckGroup, FindingFilter } from "@archipel/contracts/checks.ts";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { type RefObject, useState } from "react";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import type { FindingChoice } from "../findings/finding-filters.tsx";

interface ChosenLine {
  readonly checkId: string;
  readonly sequence: number;
  /** Its index in the list. After the next check the finding at this index is chosen. */
  readonly position: number;
}

const NO_CHOICE: FindingChoice = { group: null, level: null, table: null, repairable: false };
/** The next page is loaded when fewer lines than this are left below the current one. */
const AHEAD = 15;

interface Listed {
  readonly check: Check;
  readonly groups: readonly CheckGroup[];
  /** The groups are those of the previous check, because those of this one still load. */
  readonly areGroupsOld: boolean;
  readonly list: RefObject<HTMLOListElement | null>;
}

/** The filtered findings of a check, and the current one. */
export function useChosenFinding({ check, groups, areGroupsOld, list }: Listed) {
  const api = useApi();
  const community = useCommunity();
  const [chosen, setChoice] = useState<FindingChoice>(NO_CHOICE);
  const [groupChosen, setGroupChosen] = useState<string | null>(null);
  const [line, setLine] = useState<ChosenLine | null>(null);
  // Each check numbers its groups from 1 again, so that the chosen group is remembered by its content.
  const group = groups.find((one) => keyOf(one) === groupChosen);
  const choice = { ...chosen, group: group?.number ?? null };
  const findings = useInfiniteQuery(
    api.checks.findings.infiniteQueryOptions(
      { communityId: community.id, checkId: check.id, limit: 100, ...filterOf(choice) },
      { getNextPageParam: (page) => page.nextCursor, placeholderData: keepPreviousData },
    ),
  );
  // Numbers of groups and findings are valid for one check only. Those of the previous check can be read, not chosen or repaired.
  const isOld = areGroupsOld || findings.isPlaceholderData;
  const rows = findings.data?.pages.flatMap(({ items }) => items) ?? [];
  // After a new check the finding at the same index is current: the repaired one is gone.
  const isOfBefore = line !== null && line.checkId !== check.id;
  const sequence = isOfBefore ? (rows[Math.min(line.position, rows.length - 1)]?.sequence ?? null) : (line?.sequence ?? null);
  const at = Math.max(
    0,
    rows.findIndex((row) => row.sequence === sequence),
  );
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
  const shown = groups.filter(({ level }) => choice.level === null || level === choice.level);
  return {
    findings,
    rows,
    group,
    choice,
    isOld,
    current: rows[at] ?? null,
    /** False until a finding is chosen: nothing is marked on the map before. */
    isLineChosen: sequence !== null,
    shownGroups: shown,
    choose,
    go,
    move: (step: number) => {
      go(rows[sequence === null ? 0 : at + step]);
      if (rows.length - at < AHEAD && findings.hasNextPage && !findings.isFetchingNextPage) void findings.fetchNextPage();
    },
    moveGroup: (step: number) => {
      const position = shown.findIndex(({ number }) => number === choice.group);
      const next = shown[position < 0 ? 0 : position + step];
      if (next) choose({ group: next.number });
    },
  };
}

function keyOf(group: CheckGroup | undefined): string | null {
  return group ? JSON.stringify([group.code, group.level, group.fileModel, group.field]) : null;
}

function filterOf({ group, level, table, repairable }: FindingChoice): FindingFilter {
  return {
    ...(group !== null && { group }),
    ...(level !== null && { levels: [level] }),
    ...(table !== null && { table }),
    ...(repairable && { repairable }),
  };
}
