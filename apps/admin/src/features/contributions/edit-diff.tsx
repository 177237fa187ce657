"use client";
import type { Contribution, EditDiff } from "@archipel/contracts/contributions.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { unbroken } from "@archipel/i18n/format.ts";
import { fieldName } from "@archipel/map/conflict/value-text.ts";
import { Button } from "@archipel/ui/button.tsx";
import { History, Info } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { EditComparison } from "../edits/edit-comparison.tsx";
import { OperationBadge } from "../edits/operation-badge.tsx";
import { FeatureHistoryPanel } from "../history/feature-history.tsx";
import { EditComments } from "./discussion.tsx";
import { RivalsNote } from "./rivals-note.tsx";

interface EditDiffCardProps {
  readonly edit: EditDiff;
  readonly fields: readonly LayerField[];
  readonly contribution: Contribution;
}

/** One edit: the feature before and after, on the map and in its attributes, and the comments on it. */
export function EditDiffCard({ edit, fields, contribution }: EditDiffCardProps) {
  const t = useTranslations("admin.contributions");
  const [isHistoryShown, setHistoryShown] = useState(false);
  const label = unbroken(edit.label);
  const isOver = ["merged", "rejected", "withdrawn"].includes(contribution.status);
  const elsewhere = isOver ? [] : changedElsewhere(edit, fields, t("theGeometry"));
  return (
    <article aria-label={label} className="rounded-card border border-line bg-surface">
      <header className="flex flex-wrap items-center gap-3 border-line border-b px-5 py-3">
        <OperationBadge operation={edit.operation} />
        <h3 className="min-w-0 flex-1 break-words text-base">{label}</h3>
        {edit.fid !== null && (
          <Button tone="quiet" onClick={() => setHistoryShown(true)}>
            <History aria-hidden className="size-4" />
            {t("history")}
          </Button>
        )}
      </header>
      <div className="flex flex-col gap-5 p-5">
        {edit.reason && <p className="whitespace-pre-line break-words">{t("deletionReason", { reason: edit.reason })}</p>}
        {elsewhere.length > 0 && (
          <p className="flex items-start gap-2 text-small">
            <Info aria-hidden className="mt-0.5 size-4 shrink-0 text-info" />
            {t("movedOn", { columns: elsewhere.join(", ") })}
          </p>
        )}
        {!isOver && <RivalsNote contribution={contribution} edit={edit} />}
        <EditComparison edit={edit} fields={fields} />
        <EditComments contribution={contribution} editId={edit.id} />
      </div>
      {edit.fid !== null && (
        <FeatureHistoryPanel
          layerId={edit.layerId}
          fid={isHistoryShown ? edit.fid : null}
          fields={fields}
          onClose={() => setHistoryShown(false)}
        />
      )}
    </article>
  );
}

/** What others changed in the feature since, without a conflict with the edit. */
function changedElsewhere({ base, theirs, conflict }: EditDiff, fields: readonly LayerField[], geometry: string): string[] {
  if (!base || !theirs || conflict) return [];
  const columns = Object.keys(theirs.values).filter((column) => theirs.values[column] !== base.values[column]);
  const isMoved = JSON.stringify(theirs.geometry) !== JSON.stringify(base.geometry);
  return [...columns.map((column) => fieldName(fields, column)), ...(isMoved ? [geometry] : [])];
}
