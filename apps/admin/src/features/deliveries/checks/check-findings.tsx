"use client";
import type { Check, CheckFinding, CheckGroups } from "@archipel/contracts/checks.ts";
import type { RepairReach } from "@archipel/contracts/repairs.ts";
import { formatNumber } from "@archipel/i18n/format.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { useRoleReason } from "../../../kit/current-community.tsx";
import { KeysButton, KeysSheet } from "../../../kit/keyboard/keys-sheet.tsx";
import { useShortcuts } from "../../../kit/keyboard/shortcuts.ts";
import { QueryView } from "../../../kit/query-view.tsx";
import { FindingDetail } from "../findings/finding-detail.tsx";
import { FindingFilters } from "../findings/finding-filters.tsx";
import { FindingRows } from "../findings/finding-rows.tsx";
import { RepairAll, RepairGroup } from "../repairs/repair-buttons.tsx";
import { RepairDialog } from "../repairs/repair-dialog.tsx";
import { RowDialog } from "../repairs/row-dialog.tsx";
import type { Repairs } from "../repairs/use-repairs.ts";
import { GroupList } from "./group-list.tsx";
import { useChosenFinding } from "./use-chosen-finding.ts";

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

interface CheckFindingsProps extends CheckGroups {
  readonly check: Check;
  readonly repairs: Repairs;
  /** The groups are those of the previous check, because those of this one still load. */
  readonly areGroupsOld: boolean;
}

/**
 * The findings of a check: broken rules with their counts, findings of the chosen rule, one finding on the map. Keys move between them.
 */
export function CheckFindings({ check, repairs, groups, tables, areGroupsOld }: CheckFindingsProps) {
  const t = useTranslations("checks");
  const tc = useTranslations("common.actions");
  const locale = useLocale();
  const list = useRef<HTMLOListElement>(null);
  const [repairing, setRepairing] = useState<RepairReach | null>(null);
  const [edited, setEdited] = useState<CheckFinding | null>(null);
  const [areKeysShown, setKeysShown] = useState(false);
  const reason = useRoleReason()("contributor");
  const listed = useChosenFinding({ check, groups, areGroupsOld, list });
  const { findings, rows, group, choice, isOld, current, shownGroups, choose, go, move, moveGroup } = listed;
  const total = findings.data?.pages[0]?.total ?? 0;
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
          {t("findings.title")}
        </h2>
        <div className="flex items-center gap-3">
          <RepairAll groups={groups} reason={reason} isDisabled={isOld} onRepair={() => setRepairing({ all: true })} />
          <KeysButton onOpen={() => setKeysShown(true)} />
        </div>
      </div>
      <FindingFilters choice={choice} groups={groups} tables={tables} onChoose={choose} />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-[minmax(15rem,19rem)_minmax(0,1fr)]">
        <GroupList
          groups={shownGroups}
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
              current={listed.isLineChosen ? current : null}
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
                  {t("findings.shown", { shown: formatNumber(locale, rows.length), total: formatNumber(locale, total) })}
                  {group && group.count > group.listed && ` · ${t("findings.listedOnly", { listed: formatNumber(locale, group.listed) })}`}
                </p>
                {rows.length === 0 ? (
                  <p className="rounded-card border border-line px-4 py-8 text-center text-ink-muted">{t("findings.empty")}</p>
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

function isOfRow({ table, row }: CheckFinding): boolean {
  return table !== null && row !== null;
}
