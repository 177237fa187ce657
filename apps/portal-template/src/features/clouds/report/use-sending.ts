import type { Locale } from "@archipel/i18n/locales.ts";
import { useRef, useState } from "react";
import { emptyDraft } from "../../reports/drafts/draft.ts";
import { openOutbox } from "../../reports/sending/outbox.ts";
import type { Outcome } from "../../reports/sending/queue.ts";
import type { OpenedCloud } from "../opened-cloud.ts";
import { type Chosen, placeOf, pointsConcerned } from "./chosen-points.ts";

interface Written extends Omit<Chosen, "layerId"> {
  readonly cloud: OpenedCloud;
  readonly body: string;
  readonly email: string;
}

/** Sends a report about points as every report is sent: without network it is kept, and sent later. */
export function useSending(portalId: string, locale: Locale) {
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [isSending, setSending] = useState(false);
  /** Of the report that is being written: sent twice, it is one report. */
  const id = useRef(crypto.randomUUID());

  const send = async ({ cloud, body, email, ...chosen }: Written) => {
    setSending(true);
    const draft = {
      ...emptyDraft(portalId, locale, id.current),
      place: placeOf([chosen.shape.middle], cloud.tiles),
      themeId: null,
      body,
      email,
      points: pointsConcerned({ ...chosen, layerId: cloud.layerId }),
    };
    const { queue, store } = openOutbox();
    const result = await queue.send(draft);
    // What is refused is still in the form: it need not be offered again on the map.
    if (result.is === "refused")
      await store
        .reopen(draft.id)
        .then(() => store.dropDraft(portalId))
        .catch(() => undefined);
    setOutcome(result);
    setSending(false);
  };
  const again = () => {
    id.current = crypto.randomUUID();
    setOutcome(null);
  };
  return { outcome, isSending, send, again };
}
