import type { LayerField } from "@archipel/contracts/layers.ts";
import { type Change, changesSomething, changesToSave, snapshotOf } from "@archipel/map/edit/draft.ts";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { faultsOfChange } from "./rule-faults.ts";
import { shapeState } from "./shape-state.ts";
import type { OpenDraft } from "./use-draft.ts";

interface Wanted {
  readonly draft: OpenDraft;
  readonly datasetTitle: string;
  readonly fieldsOf: (layerId: string) => readonly LayerField[];
  readonly lockedColumnsOf: (layerId: string) => readonly string[];
  readonly onFailure: (error: unknown) => void;
}

/** The changes of the draft, a message for the moderators, and sending them. */
export function useSending({ draft, datasetTitle, fieldsOf, lockedColumnsOf, onFailure }: Wanted) {
  const t = useTranslations("contributions");
  const [written, setMessage] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const changes = useMemo(() => changesToSave(draft.draft), [draft.draft]);
  // A feature with only invalid texts has no change yet, but must be listed.
  const listed = useMemo(() => Object.values(draft.draft).filter((change) => changesSomething(change) || change.wrong), [draft.draft]);
  const isFaulty = useMemo(() => changes.some((change) => shapeState(change) === "faulty"), [changes]);
  const unfitOf = (change: Change): string[] => {
    const fields = fieldsOf(change.layerId);
    const broken = faultsOfChange(change, fields, lockedColumnsOf(change.layerId)).map(({ field }) => field.column);
    const columns = new Set([...broken, ...Object.keys(change.wrong ?? {})]);
    return fields.flatMap((field) => (columns.has(field.column) ? [field.label ?? field.name] : []));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the draft changes; fields and rules belong to the page
  const isUnfit = useMemo(() => listed.some((change) => unfitOf(change).length > 0), [listed]);
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
    const kind = kindOf(changes);
    const title =
      others.length === 0
        ? t(`review.draftTitles.${kind}`, { label })
        : t(`review.draftTitlesMore.${kind}`, { label, count: others.length });
    await draft.send(message, title).catch(onFailure);
    setSending(false);
  };
  const obstacle = obstacleOf(changes.length, listed.length, isFaulty, isUnfit);
  return {
    changes,
    /** The changes to review, including features with only invalid texts. */
    listed,
    labelOf,
    message,
    setMessage,
    send,
    isSending,
    /** Names of the fields that prevent a change from being sent. */
    unfitOf,
    /** Why it cannot be sent now. */
    obstacle: obstacle && t(`review.${obstacle}`),
  };
}

/** What the changes do, for the title of the contribution: additions are not corrections. */
function kindOf(changes: readonly Pick<Change, "operation">[]): "insert" | "update" | "delete" {
  const [first] = changes;
  return first && changes.every(({ operation }) => operation === first.operation) ? first.operation : "update";
}

function obstacleOf(changes: number, listed: number, isFaulty: boolean, isUnfit: boolean): "nothing" | "faulty" | "unfit" | undefined {
  if (listed === 0) return "nothing";
  if (isFaulty) return "faulty";
  if (isUnfit) return "unfit";
  return changes === 0 ? "nothing" : undefined;
}

export type Sending = ReturnType<typeof useSending>;
