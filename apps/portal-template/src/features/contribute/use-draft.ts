import { type Contribution, type LayerRight, MAX_EDITS_A_CALL } from "@archipel/contracts/contributions.ts";
import { type Change, type Draft, done, type History, historyOf, redone, silently, toldChanges, undone } from "@archipel/map/edit/draft.ts";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useRef, useState } from "react";
import { useApiClient } from "../../api/react.tsx";
import { draftOf, type Kept, keptOf, planOf, proposalOf } from "./draft-sync.ts";

const PAUSE_MS = 700;
/** So many edits are read with their shapes; of those that follow, shapes are read when they are worked on. */
const DRAWN_EDITS = 100;
const OPEN: Contribution["status"][] = ["draft", "changes-requested"];

export type SavingState = { readonly is: "idle" | "saving" | "saved" } | { readonly is: "failed"; readonly error: unknown };

/**
 * The person's one open draft of a dataset: found again on any device, saved a moment after each change, one save after the other so
 * that none overtakes.
 */
export function useDraft({ communityId, datasetId }: LayerRight, datasetTitle: string) {
  const t = useTranslations("edit");
  const client = useApiClient();
  const [history, setHistory] = useState<History>(() => historyOf({}));
  const [loading, setLoading] = useState<"waiting" | "here" | "failed">("waiting");
  const [contribution, setContribution] = useState<Contribution | null>(null);
  const [saving, setSaving] = useState<SavingState>({ is: "idle" });
  const [round, setRound] = useState(0);
  const kept = useRef(new Map<string, { editId: string; change: Change }>());
  const known = useRef<Contribution | null>(null);
  const latest = useRef<Draft>({});
  const running = useRef<Promise<void> | null>(null);
  const flushes = useRef(0);
  latest.current = history.present;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a round is another try
  useEffect(() => {
    let isStale = false;
    setLoading("waiting");
    load(client, communityId, datasetId).then(
      (found) => {
        if (isStale) return;
        known.current = found.contribution;
        kept.current = new Map(found.kept);
        setContribution(found.contribution);
        setHistory(historyOf(draftOf(found.kept)));
        if (found.contribution) setSaving({ is: "saved" });
        setLoading("here");
      },
      () => !isStale && setLoading("failed"),
    );
    return () => {
      isStale = true;
    };
  }, [client, communityId, datasetId, round]);

  const pass = useCallback(async () => {
    for (;;) {
      const { discard, save } = planOf(kept.current, toldChanges(latest.current));
      if (discard.length === 0 && save.length === 0) return;
      if (!known.current) {
        const title = t("review.newTitle", { dataset: datasetTitle }).slice(0, 160);
        known.current = await client.contributions.create.mutate({ communityId, datasetId, title });
        setContribution(known.current);
      }
      await store(client, { communityId, contributionId: known.current.id }, kept.current, { discard, save });
    }
  }, [client, communityId, datasetId, datasetTitle, t]);

  /** Saves all that is not saved; rejects when it cannot. */
  const flush = useCallback(async (): Promise<void> => {
    const before = running.current;
    flushes.current++;
    const now = (async () => {
      await before?.catch(() => undefined);
      setSaving({ is: "saving" });
      await pass();
      setSaving(known.current ? { is: "saved" } : { is: "idle" });
    })().finally(() => flushes.current--);
    running.current = now;
    now.catch((error) => setSaving({ is: "failed", error }));
    return now;
  }, [pass]);

  useEffect(() => {
    if (loading !== "here") return;
    const { discard, save } = planOf(kept.current, toldChanges(history.present));
    if (discard.length === 0 && save.length === 0) {
      // What was to be saved has been undone before it was.
      if (flushes.current === 0) setSaving(known.current ? { is: "saved" } : { is: "idle" });
      return;
    }
    setSaving({ is: "saving" });
    const timer = setTimeout(() => flush().catch(() => undefined), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [history.present, loading, flush]);

  const send = async (message: string, title: string): Promise<void> => {
    await flush();
    if (!known.current) return;
    const named = { communityId, contributionId: known.current.id };
    await client.contributions.describe.mutate({ ...named, title: title.slice(0, 160), message });
    setContribution(await client.contributions.submit.mutate(named));
  };

  return {
    draft: history.present,
    loading,
    retry: () => setRound((last) => last + 1),
    saving,
    flush,
    contribution,
    send,
    /** A change that can be undone. */
    change: useCallback((next: (draft: Draft) => Draft, step?: string) => setHistory((last) => done(last, next(last.present), step)), []),
    /** A change that nobody undoes. */
    open: useCallback((next: (draft: Draft) => Draft) => setHistory((last) => silently(last, next(last.present))), []),
    undo: history.past.length > 0 ? () => setHistory(undone) : undefined,
    redo: history.future.length > 0 ? () => setHistory(redone) : undefined,
  };
}

type Client = ReturnType<typeof useApiClient>;

async function load(client: Client, communityId: string, datasetId: string) {
  const { items } = await client.contributions.list.query({ communityId, datasetId, isMine: true, status: OPEN, limit: 1 });
  const [found] = items;
  if (!found) return { contribution: null, kept: new Map() as Kept };
  const named = { communityId, contributionId: found.id };
  const contribution = await client.contributions.get.query(named);
  const diffs = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Client["contributions"]["edits"]["query"]>> = await client.contributions.edits.query({
      ...named,
      cursor,
      ...(cursor === null ? { limit: DRAWN_EDITS } : { limit: MAX_EDITS_A_CALL, shapes: "drawn" as const }),
    });
    diffs.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return { contribution, kept: keptOf(diffs) };
}

/** Tells core-api one plan, call by call; `kept` is what it holds after each, so that a failure in between loses nothing. */
async function store(
  client: Client,
  named: { communityId: string; contributionId: string },
  kept: Map<string, { editId: string; change: Change }>,
  { discard, save }: { discard: readonly string[]; save: readonly Change[] },
): Promise<void> {
  for (const editIds of batchesOf(discard)) {
    await client.contributions.discardEdits.mutate({ ...named, editIds });
    const gone = new Set(editIds);
    for (const [key, { editId }] of kept) if (gone.has(editId)) kept.delete(key);
  }
  for (const changes of batchesOf(save)) {
    const { editIds } = await client.contributions.saveEdits.mutate({ ...named, edits: changes.map(proposalOf) });
    for (const [index, change] of changes.entries()) {
      const editId = editIds[index];
      if (editId) kept.set(change.key, { editId, change });
    }
  }
}

/** As many as one call takes. */
function batchesOf<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / MAX_EDITS_A_CALL) }, (_, index) =>
    all.slice(index * MAX_EDITS_A_CALL, (index + 1) * MAX_EDITS_A_CALL),
  );
}
