"use client";
import type { EditDiff } from "@archipel/contracts/contributions.ts";
import type { LayerField } from "@archipel/contracts/layers.ts";
import { unbroken } from "@archipel/i18n/format.ts";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { AttributeTable } from "./attribute-table.tsx";

const MAP_HEIGHT = "h-80";
const GeometryDiff = dynamic(() => import("./geometry-diff-map.tsx"), { ssr: false, loading: () => <Skeleton className={MAP_HEIGHT} /> });

/** A feature before and after an edit: on the map where its shape changes, and attribute by attribute. */
export function EditComparison({ edit, fields }: { readonly edit: EditDiff; readonly fields: readonly LayerField[] }) {
  const t = useTranslations("admin.contributions");
  const label = unbroken(edit.label || t("newFeature"));
  const map = (
    <GeometryDiff label={label} before={edit.base?.geometry ?? null} after={edit.mine?.geometry ?? null} className={MAP_HEIGHT} />
  );
  const isShapeKept = edit.operation === "update" && !edit.hasGeometry;
  return (
    <>
      {!isShapeKept && map}
      <AttributeTable
        label={label}
        fields={fields}
        before={edit.base?.values ?? null}
        after={edit.mine?.values ?? null}
        headers={[t("before"), t("after")]}
      />
      {isShapeKept && (
        <details>
          <summary className="min-h-6 cursor-pointer text-accent-ink">{t("map.same")}</summary>
          <div className="mt-3">{map}</div>
        </details>
      )}
    </>
  );
}
