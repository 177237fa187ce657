"use client";
import type { FeatureChange } from "@archipel/contracts/features.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { unbroken } from "@archipel/i18n/format.ts";
import { fieldName } from "@archipel/map/conflict/value-text.ts";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { OperationBadge } from "../edits/operation-badge.tsx";

const MAP_HEIGHT = "h-96";
const ChangesMap = dynamic(() => import("./changes-map.tsx"), { ssr: false, loading: () => <Skeleton className={MAP_HEIGHT} /> });

interface ChangesViewProps {
  readonly changes: readonly FeatureChange[];
  readonly fields: readonly LayerField[];
  readonly onOpen: (change: FeatureChange) => void;
}

/** Changed features in a list, and before and after on a map beside it. */
export function ChangesView({ changes, fields, onOpen }: ChangesViewProps) {
  const t = useTranslations("admin.history");
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <ul
        aria-label={t("listLabel")}
        className="divide-y divide-line overflow-y-auto rounded-card border border-line bg-surface lg:max-h-96"
      >
        {changes.map((change) => (
          <ChangeRow key={change.fid} change={change} fields={fields} onOpen={() => onOpen(change)} />
        ))}
      </ul>
      <ChangesMap changes={changes} className={MAP_HEIGHT} />
    </div>
  );
}

interface ChangeRowProps {
  readonly change: FeatureChange;
  readonly fields: readonly LayerField[];
  readonly onOpen: () => void;
}

function ChangeRow({ change, fields, onOpen }: ChangeRowProps) {
  const t = useTranslations("admin.history");
  const parts = [...change.changedColumns.map((column) => fieldName(fields, column)), ...(change.isGeometryChanged ? [t("geometry")] : [])];
  return (
    <li>
      <button
        type="button"
        onClick={onOpen}
        className="flex min-h-11 w-full flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 text-left hover:bg-sunken focus-visible:-outline-offset-2"
      >
        <OperationBadge operation={change.operation} />
        <span className="min-w-32 flex-1 break-words">{unbroken(change.label)}</span>
        {parts.length > 0 && <span className="text-ink-muted text-small">{parts.join(", ")}</span>}
      </button>
    </li>
  );
}
