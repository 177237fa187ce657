import { apiError } from "@archipel/api-client/errors.ts";
import type { Contribution } from "@archipel/contracts/contributions.ts";
import { MAX_EDITS_A_CALL } from "@archipel/contracts/edits-a-call.ts";
import type { Change } from "@archipel/map/edit/draft.ts";
import type { useApiClient } from "../../api/react.tsx";
import { type Kept, keptOf, proposalOf } from "./draft-sync.ts";

export type Client = ReturnType<typeof useApiClient>;

interface Named {
  readonly communityId: string;
  readonly contributionId: string;
}

/** The first edits are read with their shapes. Later ones get their shapes when they are opened. */
const DRAWN_EDITS = 100;
/** Statuses in which the author can edit a contribution. */
export const OPEN: Contribution["status"][] = ["draft", "changes-requested"];

/** A contribution with its edits, and the version of the edits. */
export interface Loaded {
  readonly contribution: Contribution;
  readonly kept: Kept;
  readonly editsVersion: number;
}

/** The person's open draft of a dataset, if there is one. */
export async function loadOpen(client: Client, communityId: string, datasetId: string): Promise<Loaded | null> {
  const { items } = await client.contributions.list.query({ communityId, datasetId, isMine: true, status: OPEN, limit: 1 });
  const [found] = items;
  return found ? load(client, { communityId, contributionId: found.id }) : null;
}

async function load(client: Client, named: Named): Promise<Loaded> {
  const contribution = await client.contributions.get.query(named);
  const diffs = [];
  const versions = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Client["contributions"]["edits"]["query"]>> = await client.contributions.edits.query({
      ...named,
      cursor,
      ...(cursor === null ? { limit: DRAWN_EDITS } : { limit: MAX_EDITS_A_CALL, shapes: "drawn" as const }),
    });
    diffs.push(...page.items);
    versions.push(page.editsVersion);
    cursor = page.nextCursor;
  } while (cursor);
  // The oldest version of the pages: edits that changed during the reading are then read again.
  return { contribution, kept: keptOf(diffs), editsVersion: Math.min(...versions) };
}

/** The draft as stored in core-api now, or how it ended when it can no longer be edited. */
export async function loadAgain(
  client: Client,
  named: Named,
): Promise<Loaded | { ended: "submitted" | "gone"; contribution: Contribution | null }> {
  try {
    const found = await load(client, named);
    if (OPEN.includes(found.contribution.status)) return found;
    const { contribution } = found;
    return { ended: contribution.status === "submitted" ? "submitted" : "gone", contribution };
  } catch (error) {
    if (apiError(error).code !== "contribution-not-found") throw error;
    return { ended: "gone", contribution: null };
  }
}

/**
 * Sends one plan to core-api, and returns what core-api has stored afterwards.
 *
 * @param editsVersion the version of the edits that is known here. `hasMissed` is true when another page saved in between: the rest of
 *   the plan was then not saved, because it was made without knowing that page's changes.
 */
export async function store(
  client: Client,
  named: Named,
  { kept, editsVersion }: { kept: Kept; editsVersion: number },
  { discard, save }: { discard: readonly string[]; save: readonly Change[] },
): Promise<{ kept: Kept; editsVersion: number; hasMissed: boolean }> {
  const next = new Map(kept);
  let version = editsVersion;
  for (const editIds of callsOf(discard)) {
    const moved = await client.contributions.discardEdits.mutate({ ...named, editIds, knownVersion: version });
    if (moved.before !== version) return { kept: next, editsVersion: version, hasMissed: true };
    version = moved.editsVersion;
    for (const [key, { editId }] of kept) if (editIds.includes(editId)) next.delete(key);
  }
  for (const changes of callsOf(save)) {
    const saved = await client.contributions.saveEdits.mutate({ ...named, edits: changes.map(proposalOf), knownVersion: version });
    if (saved.before !== version) return { kept: next, editsVersion: version, hasMissed: true };
    version = saved.editsVersion;
    for (const [index, change] of changes.entries()) {
      const editId = saved.editIds[index];
      if (editId) next.set(change.key, { editId, change });
    }
  }
  return { kept: next, editsVersion: version, hasMissed: false };
}

/** Splits a list into parts of the size that one call accepts. */
function callsOf<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / MAX_EDITS_A_CALL) }, (_, call) =>
    all.slice(call * MAX_EDITS_A_CALL, (call + 1) * MAX_EDITS_A_CALL),
  );
}
