import { type Change, toldChanges } from "@archipel/map/edit/draft.ts";
import { faultsOf } from "@archipel/map/edit/faults.ts";
import type { Geometry } from "geojson";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import type { useDraft } from "./use-draft.ts";

interface Wanted {
  readonly draft: ReturnType<typeof useDraft>;
  readonly datasetTitle: string;
  readonly onFailure: (error: unknown) => void;
}

/** What the draft tells, with a message for those who decide, and the way to send it. */
export function useSending({ draft, datasetTitle, onFailure }: Wanted) {
  const t = useTranslations("edit");
  const [written, setMessage] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const changes = useMemo(() => toldChanges(draft.draft), [draft.draft]);
  const isFaulty = useMemo(() => changes.some(({ geometry }) => geometry && isCrossing(geometry)), [changes]);
  const wrong = useMemo(() => Object.values(draft.draft).reduce((sum, one) => sum + Object.keys(one.wrong ?? {}).length, 0), [draft.draft]);
  const labelOf = (change: Change) => change.label || t("newFeature");
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
    hindrance:
      wrong > 0
        ? t("review.wrongCells", { count: wrong })
        : changes.length === 0
          ? t("review.nothing")
          : isFaulty
            ? t("review.faulty")
            : undefined,
  };
}

/** Shapes are never changed, so each is looked at once, however many the draft holds. */
const looked = new WeakMap<Geometry, boolean>();

function isCrossing(geometry: Geometry): boolean {
  const known = looked.get(geometry) ?? faultsOf(geometry).length > 0;
  looked.set(geometry, known);
  return known;
}
