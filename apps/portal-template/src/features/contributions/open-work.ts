import type { LayerRight } from "@archipel/contracts/contributions.ts";
import { type Client, OPEN } from "./draft-store.ts";
import type { EditTarget } from "./edit-target.ts";
import { unsavedStore } from "./unsaved-store.ts";

/** `unsaved`: this browser has changes that core-api does not have. */
export interface OpenWork {
  readonly kind: "draft" | "changes-requested" | "unsaved";
  readonly count: number;
  readonly title: string;
  readonly target: EditTarget;
}

/** Drafts are few: a person has one per dataset. */
const MOST = 20;

/** What the person began on the layers of this map and has not sent, the most urgent first. */
export async function openWork(client: Client, rights: readonly LayerRight[]): Promise<OpenWork[]> {
  const mine = rights.filter(({ may }) => may === "contribute");
  const communities = [...new Set(mine.map(({ communityId }) => communityId))];
  if (communities.length === 0) return [];
  const [me, ...pages] = await Promise.all([
    client.identity.me.query(),
    ...communities.map((communityId) => client.contributions.list.query({ communityId, isMine: true, status: OPEN, limit: MOST })),
  ]);
  if (!me) return [];
  const targetOf = (datasetId: string): EditTarget | undefined => {
    const right = mine.find((one) => one.datasetId === datasetId);
    return right && { layerId: right.layerId, fid: null, isResumed: true };
  };
  const unsaved = (await unsavedStore.all(me.id)).flatMap(({ datasetId, changes, gone }): OpenWork[] => {
    const target = targetOf(datasetId);
    return target ? [{ kind: "unsaved", count: changes.length + gone.length, title: "", target }] : [];
  });
  const drafts = pages
    .flatMap(({ items }) => items)
    .flatMap(({ datasetId, status, title, edits: { inserted, updated, deleted } }): OpenWork[] => {
      const target = targetOf(datasetId);
      const count = inserted + updated + deleted;
      return target && count > 0 ? [{ kind: status === "changes-requested" ? status : "draft", count, title, target }] : [];
    });
  return [...unsaved, ...drafts.toSorted((a, b) => Number(b.kind === "changes-requested") - Number(a.kind === "changes-requested"))];
}
