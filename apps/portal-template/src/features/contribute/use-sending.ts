import type { LayerField } from "@archipel/contracts/layers.ts";
import { type Change, isTold, snapshotOf, toldChanges } from "@archipel/map/edit/draft.ts";
import { faultsOf } from "@archipel/map/edit/faults.ts";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { faultsOfChange } from "./rule-faults.ts";
import type { useDraft } from "./use-draft.ts";
import type { Wrong } from "./use-wrong.ts";

interface Wanted {
  readonly draft: ReturnType<typeof useDraft>;
  readonly datasetTitle: string;
  readonly fieldsOf: (layerId: string) => readonly LayerField[];
  readonly lockedColumnsOf: (layerId: string) => readonly string[];
  /** Fields in which something is written that does not fit, by feature. */
  readonly wrong: Wrong;
  readonly onFailure: (error: unknown) => void;
}

/** What the draft tells, with a message for those who decide, and the way to send it. */
export function useSending({ draft, datasetTitle, fieldsOf, lockedColumnsOf, wrong, onFailure }: Wanted) {
  const t = useTranslations("edit");
  const [written, setMessage] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const changes = useMemo(() => toldChanges(draft.draft), [draft.draft]);
  // A feature of which only wrong things are written has no change yet.
  const told = Object.values(draft.draft).filter((change) => isTold(change) || wrong[change.key] !== undefined);
  const isFaulty = useMemo(() => changes.some(({ geometry }) => geometry && faultsOf(geometry).length > 0), [changes]);
  const unfitOf = (change: Change): string[] => {
    const fields = fieldsOf(change.layerId);
    const broken = faultsOfChange(change, fields, lockedColumnsOf(change.layerId)).map(({ field }) => field.column);
    const columns = new Set([...broken, ...Object.keys(wrong[change.key] ?? {})]);
    return fields.flatMap((field) => (columns.has(field.column) ? [field.label ?? field.name] : []));
  };
  const inserts = changes.filter(({ operation }) => operation === "insert");
  const labelOf = (change: Change) => {
    if (change.label) return change.label;
    const { values } = snapshotOf(change);
    const naming = fieldsOf(change.layerId).find(({ type, isHidden, column }) => type === "text" && !isHidden && values[column]);
    if (naming) return String(values[naming.column]);
    return inserts.length > 1 ? t("newNumbered", { number: inserts.indexOf(change) + 1 }) : t("newFeature");
  };
  const message = written ?? draft.contribution?.message ?? "";
  const send = async () => {
    setSending(true);
    onFailure(null);
    const [first, ...others] = changes;
    const label = first ? labelOf(first) : datasetTitle;
    const title = others.length === 0 ? t("review.draftTitle", { label }) : t("review.draftTitleMore", { label, count: others.length });
    await draft.send(message, title).catch(onFailure);
    setSending(false);
  };
  return {
    changes,
    labelOf,
    message,
    setMessage,
    send,
    isSending,
    /** Names of the fields of a change that keep it from being sent. */
    unfitOf,
    hindrance:
      changes.length === 0
        ? t("review.nothing")
        : isFaulty
          ? t("review.faulty")
          : told.some((change) => unfitOf(change).length > 0)
            ? t("review.unfit")
            : undefined,
  };
}
