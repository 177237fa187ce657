"use client";
import type { FeatureChange } from "@archipel/contracts/features.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { unbroken } from "@archipel/i18n/format.ts";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { AttributeTable } from "../edits/attribute-table.tsx";
import { OperationBadge } from "../edits/operation-badge.tsx";

const MAP_HEIGHT = "h-72";
const GeometryDiff = dynamic(() => import("../edits/geometry-diff-map.tsx"), {
  ssr: false,
  loading: () => <Skeleton className={MAP_HEIGHT} />,
});

interface ChangePanelProps {
  /** Null closes the panel. */
  readonly change: FeatureChange | null;
  readonly fields: readonly LayerField[];
  readonly onClose: () => void;
}

/** One feature before and after, in a side panel. */
export function ChangePanel({ change, fields, onClose }: ChangePanelProps) {
  const t = useTranslations("admin.contributions.map");
  const tc = useTranslations("common.actions");
  return (
    <Dialog
      placement="side"
      title={unbroken(change?.label ?? "…")}
      closeLabel={tc("close")}
      open={change !== null}
      onOpenChange={(isOpen) => !isOpen && onClose()}
    >
      {change && (
        <div className="flex flex-col gap-4">
          <p>
            <OperationBadge operation={change.operation} />
          </p>
          <GeometryDiff
            label={change.label}
            before={change.before?.geometry ?? null}
            after={change.after?.geometry ?? null}
            className={MAP_HEIGHT}
          />
          <AttributeTable
            label={change.label}
            fields={fields}
            before={change.before?.properties ?? null}
            after={change.after?.properties ?? null}
            headers={[t("legendBefore"), t("legendAfter")]}
          />
        </div>
      )}
    </Dialog>
  );
}
