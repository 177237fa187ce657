import type { PortalReporting } from "@archipel/contracts/reports.ts";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { isWorthKeeping, type ReportDraft } from "../drafts/draft.ts";
import { openOutbox } from "../sending/outbox.ts";
import type { Outcome } from "../sending/queue.ts";
import { valueFaults } from "../words.ts";

export type Step = "place" | "words" | "edit" | "check";
const PAUSE_MS = 400;

export interface ReportStart {
  /** A change of the data can be proposed with it. */
  readonly hasEdit: boolean;
  /** `words` when the place is known: who contests an answer has said where. */
  readonly startAt: "place" | "words";
}

/** A report that is being written: kept in this browser, checked step by step, then sent. */
export function useReport(start: ReportDraft, reporting: PortalReporting, { hasEdit, startAt }: ReportStart) {
  const steps: readonly Step[] = hasEdit ? ["place", "words", "edit", "check"] : ["place", "words", "check"];
  const [draft, setDraft] = useState(start);
  const [step, setStep] = useState<Step>(startAt);
  /** Steps that the visitor tried to leave: only their faults are shown. */
  const [tried, setTried] = useState<readonly Step[]>([]);
  const [sending, setSending] = useState<{ readonly share: number } | null>(null);
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const { isKept, isOver } = useKeptDraft(draft);
  useLateOutcome(draft, outcome, setOutcome);

  const theme = reporting.themes.find(({ id }) => id === draft.themeId);
  const faults = {
    place: draft.place === null,
    theme: reporting.themes.length > 0 && draft.themeId === undefined,
    body: draft.body.trim() === "",
    values: valueFaults(theme?.fields ?? [], draft.values),
    email: draft.email.trim() !== "" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(draft.email.trim()),
  };
  const isFaulty = (which: Step) => {
    if (which === "place") return faults.place;
    if (which === "words") return faults.theme || faults.body || Object.keys(faults.values).length > 0;
    return which === "check" && faults.email;
  };
  const shown = (which: Step) => tried.includes(which);
  const go = (to: Step) => {
    // Going back is always possible; going forward stops at the first step with a fault.
    const wrong = steps.slice(0, steps.indexOf(to)).find(isFaulty);
    setTried([...tried, ...steps.slice(0, steps.indexOf(to))]);
    setStep(wrong ?? to);
  };

  const send = async () => {
    const wrong = steps.find(isFaulty);
    if (wrong) {
      setTried(steps);
      setStep(wrong);
      return;
    }
    isOver.current = true;
    setSending({ share: 0 });
    const { queue, store } = openOutbox();
    const result = await queue.send(draft, (share) => setSending({ share }));
    setSending(null);
    if (result.is === "refused") {
      isOver.current = false;
      // The reopened draft lists the photos that core-api already has: they are not sent again.
      const again = await store.reopen(draft.id).catch(() => undefined);
      if (again) setDraft(again);
    }
    setOutcome(result);
  };

  return {
    draft,
    change: (change: (draft: ReportDraft) => ReportDraft) => setDraft(change),
    steps,
    step,
    go,
    faults: {
      place: faults.place && shown("place"),
      theme: faults.theme && shown("words"),
      body: faults.body && shown("words"),
      values: shown("words") ? faults.values : {},
      email: faults.email && shown("check"),
    },
    theme,
    send,
    sending,
    outcome,
    isKept,
    /** Deletes the draft from this browser. */
    async drop() {
      isOver.current = true;
      await openOutbox()
        .store.dropDraft(draft.portalId)
        .catch(() => undefined);
    },
  };
}

/** A report that waited for the network: once the queue has sent it, the form says so by itself. */
function useLateOutcome({ id, portalId }: ReportDraft, outcome: Outcome | null, onOutcome: (outcome: Outcome) => void): void {
  const isWaiting = outcome?.is === "waiting";
  const arrived = useEffectEvent(onOutcome);
  useEffect(() => {
    if (!isWaiting) return;
    const { store } = openOutbox();
    let isGone = false;
    const look = () =>
      store.kept(portalId).then(
        ({ followed }) => {
          const created = followed.find(({ draftId }) => draftId === id);
          if (created && !isGone) arrived({ is: "sent", created });
        },
        () => undefined,
      );
    look();
    const stop = store.subscribe(look);
    return () => {
      isGone = true;
      stop();
    };
  }, [isWaiting, id, portalId]);
}

/** Keeps the draft in this browser a moment after each change, and at once when the page goes away. `isOver` stops it. */
function useKeptDraft(draft: ReportDraft) {
  /** Null until there is something to keep. */
  const [isKept, setKept] = useState<boolean | null>(null);
  const isOver = useRef(false);
  const latest = useRef({ draft, isSaved: true });

  const save = useRef(() => {
    const { draft: now, isSaved } = latest.current;
    if (isSaved || isOver.current) return;
    latest.current.isSaved = true;
    const { store } = openOutbox();
    const saved = isWorthKeeping(now) ? store.saveDraft(now) : store.dropDraft(now.portalId);
    saved.then(
      () => setKept(isWorthKeeping(now) ? true : null),
      () => setKept(false),
    );
  });
  useEffect(() => {
    if (latest.current.draft === draft) return;
    latest.current = { draft, isSaved: false };
    const timer = setTimeout(save.current, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [draft]);
  // A phone that switches to another app may end the page without another event.
  useEffect(() => {
    const leave = () => save.current();
    document.addEventListener("visibilitychange", leave);
    window.addEventListener("pagehide", leave);
    return () => {
      document.removeEventListener("visibilitychange", leave);
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, []);
  return { isKept, isOver };
}

export type Report = ReturnType<typeof useReport>;
