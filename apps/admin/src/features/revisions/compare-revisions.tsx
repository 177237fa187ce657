"use client";
import type { LayerSummary } from "@archipel/contracts/layers.ts";
import { Field } from "@archipel/ui/field.tsx";
import { Select } from "@archipel/ui/select.tsx";
import { useTranslations } from "next-intl";
import { LayerChanges } from "../history/layer-changes.tsx";

interface CompareRevisionsProps {
  readonly layer: LayerSummary;
  readonly compared: readonly [from: number, to: number];
  readonly onCompare: (compared: readonly [from: number, to: number]) => void;
}

/** Compares any two revisions of a layer, in a list and on a map. */
export function CompareRevisions({ layer, compared, onCompare }: CompareRevisionsProps) {
  const t = useTranslations("admin.revisions");
  const [from, to] = compared;
  const options = Array.from({ length: layer.revision }, (_one, index) => {
    const revision = layer.revision - index;
    return { value: String(revision), label: t("revision", { revision }) };
  });
  const isOrdered = from < to;
  return (
    <>
      <div className="flex flex-wrap items-start gap-3">
        <Field label={t("from")}>
          {(control) => (
            <Select {...control} value={String(from)} options={options} onChange={(event) => onCompare([Number(event.target.value), to])} />
          )}
        </Field>
        <Field label={t("to")} error={isOrdered ? undefined : t("order")}>
          {(control) => (
            <Select {...control} value={String(to)} options={options} onChange={(event) => onCompare([from, Number(event.target.value)])} />
          )}
        </Field>
      </div>
      {isOrdered && <LayerChanges key={`${from} ${to}`} layer={layer} from={{ revision: from }} to={{ revision: to }} />}
    </>
  );
}
