"use client";
import type { Check } from "@archipel/contracts/checks.ts";
import type { DoneRepair, LineageEntry, UploadRepairs } from "@archipel/contracts/repairs.ts";
import { formatDateTime, formatNumber } from "@archipel/i18n/format.ts";
import { Alert } from "@archipel/ui/alert.tsx";
import { Button } from "@archipel/ui/button.tsx";
import { useQuery } from "@tanstack/react-query";
import { Undo2 } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import type { Repairs } from "./use-repairs.ts";
import { cellText } from "./value-text.ts";

/** The repairs made so far, with their counts; each can be undone. */
export function RepairList({
  check,
  repairs,
  reason,
}: {
  readonly check: Check;
  readonly repairs: Repairs;
  readonly reason: string | undefined;
}) {
  const t = useTranslations("checks.repairs");
  const locale = useLocale();
  const api = useApi();
  const { id: communityId } = useCommunity();
  const { data } = useQuery(api.repairs.list.queryOptions({ communityId, uploadId: check.uploadId }));
  if (!data) return null;
  const title = t("done", { shown: formatNumber(locale, data.total) });
  return (
    <section aria-label={title} className="flex flex-col gap-3 rounded-card border border-line bg-surface p-5">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 className="text-title">{title}</h2>
        {data.total > 0 && (
          <Button disabled={repairs.isPending} onClick={repairs.undo} {...(reason && { disabledReason: reason })}>
            <Undo2 aria-hidden className="size-4" />
            {t("undo")}
          </Button>
        )}
      </div>
      {repairs.error && <Alert tone="danger" isLive title={repairs.error} />}
      <p className="max-w-prose text-ink-muted">{t(data.total === 0 ? "doneNone" : "doneLead")}</p>
      {data.total > 0 && <Done {...data} />}
    </section>
  );
}

function Done({ items, lineage, total }: UploadRepairs) {
  const t = useTranslations("checks.repairs");
  const said = useLineageWords();
  return (
    <>
      <ul className="flex flex-wrap gap-x-5 gap-y-1">
        {lineage.map((entry) => (
          <li key={entry.kind}>{said(entry)}</li>
        ))}
      </ul>
      <details>
        <summary className="min-h-6 cursor-pointer py-1 font-medium">{t("list")}</summary>
        <ol className="mt-2 flex max-h-72 flex-col divide-y divide-line overflow-y-auto">
          {items.map((item) => (
            <Item key={item.position} item={item} />
          ))}
        </ol>
        {total > items.length && <p className="text-ink-muted text-small">{t("more", { count: total - items.length })}</p>}
      </details>
    </>
  );
}

function Item({ item }: { readonly item: DoneRepair }) {
  const t = useTranslations("checks");
  const tr = useTranslations("repairs.button");
  const locale = useLocale();
  const said = useLineageWords();
  const { kind, field, value, row } = item;
  const name =
    kind === "edited-values"
      ? t(cellText(value) === "" ? "repairs.editedEmpty" : "repairs.edited", { field: field ?? "", value: cellText(value) })
      : kind === "edited-shapes"
        ? t("repairs.editedShape")
        : kind === "removed-rows"
          ? t("repairs.removedRow")
          : tr.has(kind as never)
            ? tr(kind as never)
            : kind;
  const place = [
    item.file ?? item.table,
    row === null ? null : t("findings.row", { row }),
    field === null || kind === "edited-values" ? null : t("findings.field", { field }),
  ].filter((part) => part !== null);
  const isOneClick = tr.has(kind as never);
  return (
    <li className="flex flex-col gap-0.5 py-2">
      <span className="[overflow-wrap:anywhere]">
        {name}
        {isOneClick && ` · ${item.counts === null ? t("repairs.waiting") : item.counts.map(said).join(", ")}`}
      </span>
      <span className="text-ink-muted text-small [overflow-wrap:anywhere]">
        {[...place, t("repairs.by", { by: item.authorName, when: formatDateTime(locale, item.createdAt) })].join(" · ")}
      </span>
    </li>
  );
}

/** “12 geometries made valid (area: +3 m²)”. */
function useLineageWords(): (entry: LineageEntry) => string {
  const t = useTranslations("repairs");
  const locale = useLocale();
  return ({ kind, count, area }) => {
    const key = `lineage.${kind}`;
    const sentence = t.has(key as never) ? t(key as never, { count } as never) : kind;
    if (Math.abs(area) < 0.5) return sentence;
    return t("with-area", { sentence, change: `${area > 0 ? "+" : "−"}${formatNumber(locale, Math.abs(Math.round(area)))}` });
  };
}
