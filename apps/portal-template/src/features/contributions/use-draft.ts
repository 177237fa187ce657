import type { Contribution, LayerRight } from "@archipel/contracts/contributions.ts";
import type { ContributionStanding } from "@archipel/contracts/presence.ts";
import { changesToSave, type Draft, done, type History, historyOf, redone, silently, undone } from "@archipel/map/edit/draft.ts";
import { isSameChange, rebased, rebasedHistory } from "@archipel/map/edit/follow-draft.ts";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useApiClient } from "../../api/react.tsx";
import { type Client, loadAgain, loadOpen, store } from "./draft-store.ts";
import { draftOf, isKnown, type Kept, planOf, unsavedOf } from "./draft-sync.ts";
import { type UnsavedOwner, unsavedStore, withUnsaved } from "./unsaved-store.ts";
import { useKeptUnsaved, useSavingAgain } from "./use-kept-unsaved.ts";
import { useLeaving } from "./use-leaving.ts";

const PAUSE_MS = 700;

export type SavingState = { readonly is: "idle" | "saving" | "saved" } | { readonly is: "failed"; readonly error: unknown };
/** What another page did to the draft: it changed, sent or deleted it. `…Kept`: changes of this page were not saved yet, and stay here. */
/** `restored`: changes that this browser kept while the service was away. */
export type Elsewhere = "restored" | "followed" | "sentKept" | "gone" | "goneKept";

const NOTHING: Kept = new Map();

/**
 * The person's one open draft of a dataset: found again on any device, saved a moment after each change, and merged with what another
 * page of theirs saves. Long: loading, saving and following share one queue: a second save must never overtake the first.
 */
export function useDraft({ communityId, datasetId, byGrants }: LayerRight, datasetTitle: string) {
  const isDirect = byGrants?.isDirect === true;
  const t = useTranslations("contributions");
  const client = useApiClient();
  const [history, showHistory] = useState<History>(() => historyOf({}));
  const [loading, setLoading] = useState<"waiting" | "here" | "failed">("waiting");
  const [contribution, setContribution] = useState<Contribution | null>(null);
  const [saving, setSaving] = useState<SavingState>({ is: "idle" });
  const [elsewhere, setElsewhere] = useState<Elsewhere | null>(null);
  const [round, setRound] = useState(0);
  const [owner, setOwner] = useState<UnsavedOwner | null>(null);
  const kept = useRef<{ kept: Kept; editsVersion: number }>({ kept: NOTHING, editsVersion: 0 });
  const known = useRef<Contribution | null>(null);
  // Saving and following must use the newest draft, which may be newer than the last render.
  const latest = useRef(history);
  const running = useRef<Promise<unknown>>(Promise.resolve());
  const flushes = useRef(0);

  const write = useCallback((next: (last: History) => History) => {
    latest.current = next(latest.current);
    showHistory(latest.current);
  }, []);
  const remember = useCallback((found: Contribution | null) => {
    known.current = found;
    setContribution(found);
  }, []);
  const inTurn = useCallback(<T>(work: () => Promise<T>): Promise<T> => {
    const now = running.current.then(work);
    running.current = now.catch(() => undefined);
    return now;
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each round is a new attempt
  useEffect(() => {
    let isStale = false;
    setLoading("waiting");
    loadWithUnsaved(client, { communityId, datasetId }).then(
      ({ found, owner: known, unsaved }) => {
        if (isStale) return;
        setOwner(known);
        remember(found?.contribution ?? null);
        kept.current = found ?? { kept: NOTHING, editsVersion: 0 };
        const stored = draftOf(kept.current.kept);
        write(() => historyOf(unsaved ? withUnsaved(stored, unsaved) : stored));
        if (unsaved) setElsewhere("restored");
        if (found) setSaving({ is: "saved" });
        setLoading("here");
      },
      () => !isStale && setLoading("failed"),
    );
    return () => {
      isStale = true;
    };
  }, [client, communityId, datasetId, round]);

  /** Merges what another page saved. A draft that was sent or deleted there ends here too. */
  const catchUp = useCallback(async () => {
    if (!known.current) return;
    const found = await loadAgain(client, { communityId, contributionId: known.current.id });
    const before = draftOf(kept.current.kept);
    if (!("ended" in found)) {
      const after = draftOf(found.kept);
      kept.current = found;
      remember(found.contribution);
      write((last) => rebasedHistory(last, before, after));
      const isNews = [...new Set([...Object.keys(before), ...Object.keys(after)])].some((key) => !isSameChange(before[key], after[key]));
      if (isNews) setElsewhere("followed");
      return;
    }
    const { discard, save } = planOf(kept.current.kept, changesToSave(latest.current.present));
    const isUnsaved = discard.length > 0 || save.length > 0;
    kept.current = { kept: NOTHING, editsVersion: 0 };
    write(({ present }) => historyOf(rebased(present, before, {})));
    // The whole draft was sent: the page shows it as if it had sent it itself.
    remember(found.ended === "submitted" && !isUnsaved ? found.contribution : null);
    setElsewhere(found.ended === "submitted" ? (isUnsaved ? "sentKept" : null) : isUnsaved ? "goneKept" : "gone");
    setSaving({ is: "idle" });
  }, [client, communityId, remember, write]);

  const pass = useCallback(async () => {
    for (;;) {
      const plan = planOf(kept.current.kept, changesToSave(latest.current.present));
      if (plan.discard.length === 0 && plan.save.length === 0) break;
      if (!known.current) {
        const title = t("review.newTitle", { dataset: datasetTitle }).slice(0, 160);
        const made = await client.contributions.create.mutate({ communityId, datasetId, title });
        remember(made);
        kept.current = { ...kept.current, editsVersion: made.editsVersion };
        // Another page has created the draft first: this page does not know its edits yet.
        if (made.edits.inserted + made.edits.updated + made.edits.deleted > 0) {
          await catchUp();
          continue;
        }
      }
      const { id: contributionId } = known.current ?? {};
      if (contributionId === undefined) return;
      const stored = await store(client, { communityId, contributionId }, kept.current, plan);
      kept.current = stored;
      // What another page saved is merged first, then the rest is saved on top of it.
      if (stored.hasMissed) await catchUp();
    }
  }, [client, communityId, datasetId, datasetTitle, t, catchUp, remember]);

  /** Saves all unsaved changes. Rejects when that fails. */
  const flush = useCallback((): Promise<void> => {
    flushes.current++;
    return inTurn(async () => {
      setSaving({ is: "saving" });
      try {
        await pass();
        setSaving(known.current ? { is: "saved" } : { is: "idle" });
      } catch (error) {
        setSaving({ is: "failed", error });
        throw error;
      } finally {
        flushes.current--;
      }
    });
  }, [inTurn, pass]);

  // Computed during the render, so that an unsaved change is never shown together with "saved". `saving` changes whenever `kept` does.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the stored edits are a ref, not state
  const isUnsaved = useMemo(() => {
    const { discard, save } = planOf(kept.current.kept, changesToSave(history.present));
    return loading === "here" && (discard.length > 0 || save.length > 0);
  }, [history.present, loading, saving]);
  useLeaving(isUnsaved, flush);
  const unsavedNow = () => unsavedOf(kept.current.kept, changesToSave(history.present));
  useKeptUnsaved(loading === "here" ? owner : null, isUnsaved, unsavedNow, history);
  useSavingAgain(saving, flush);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only the draft decides; the code that saves sets `saving` itself
  useEffect(() => {
    if (loading !== "here") return;
    if (!isUnsaved) {
      // The change was undone before it was saved.
      if (flushes.current === 0) setSaving(known.current ? { is: "saved" } : { is: "idle" });
      return;
    }
    setSaving({ is: "saving" });
    const timer = setTimeout(() => flush().catch(() => undefined), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [history.present, loading, flush]);

  useEffect(() => {
    if (elsewhere !== "followed" && elsewhere !== "restored") return;
    const timer = setTimeout(() => setElsewhere(null), 8000);
    return () => clearTimeout(timer);
  }, [elsewhere]);

  const send = async (message: string, title: string): Promise<void> => {
    await flush();
    await inTurn(async () => {
      if (!known.current) return;
      const named = { communityId, contributionId: known.current.id };
      await client.contributions.describe.mutate({ ...named, title: title.slice(0, 160), message });
      const sent = await client.contributions.submit.mutate(named);
      // By a grant without review, what is sent is merged at once where the grant allows all of it.
      if (isDirect && sent.allowed.includes("merge")) {
        await client.contributions.merge.mutate({ ...named, editsVersion: sent.editsVersion });
        remember(await client.contributions.get.query(named));
      } else remember(sent);
    });
  };

  return {
    draft: history.present,
    loading,
    retry: () => setRound((last) => last + 1),
    saving: isUnsaved && saving.is !== "failed" ? ({ is: "saving" } as const) : saving,
    flush,
    contribution,
    send,
    elsewhere,
    /** The reported state of the contribution; null: it was deleted. Unknown edits are then loaded. */
    follow: useCallback(
      (standing: ContributionStanding | null) =>
        void inTurn(async () => {
          const { status } = known.current ?? {};
          // A submitted contribution is with the moderators: this page acts only when it comes back.
          const isDecided = status === "submitted" && standing?.status !== "changes-requested";
          if (!isDecided && !isKnown(standing, kept.current.editsVersion, status)) await catchUp();
        }).catch(() => undefined),
      [inTurn, catchUp],
    ),
    /** Changes the draft in a step that can be undone. */
    change: useCallback((next: (draft: Draft) => Draft, step?: string) => write((last) => done(last, next(last.present), step)), [write]),
    /** Changes the draft without a step of undo. */
    open: useCallback((next: (draft: Draft) => Draft) => write((last) => silently(last, next(last.present))), [write]),
    undo: history.past.length > 0 ? () => write(undone) : undefined,
    redo: history.future.length > 0 ? () => write(redone) : undefined,
  };
}

/** The open draft, and what this browser has of it that core-api does not have. */
async function loadWithUnsaved(client: Client, of: Omit<UnsavedOwner, "userId">) {
  const [found, me] = await Promise.all([loadOpen(client, of.communityId, of.datasetId), client.identity.me.query()]);
  const owner = me && { ...of, userId: me.id };
  return { found, owner, unsaved: owner ? await unsavedStore.read(owner) : undefined };
}

export type OpenDraft = ReturnType<typeof useDraft>;
