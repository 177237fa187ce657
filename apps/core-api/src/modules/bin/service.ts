import type { BinEntry, BinKind, binEntryInput, eraseFromBinInput, Use } from "@archipel/contracts/bin.ts";
import type { CommunityId } from "@archipel/contracts/ids.ts";
import type { z } from "zod";
import type { MemberActor } from "../../kernel/actor.ts";
import { BIN_DAYS, notInBin } from "../../kernel/bin.ts";
import type { Core } from "../../kernel/core.ts";
import { DomainError } from "../../kernel/domain-error.ts";
import { eraseDataset } from "../datasets/bin/erase.ts";
import { restoreDataset } from "../datasets/bin/restore.ts";
import { eraseGroup, restoreGroup } from "../groups/bin/change.ts";
import { eraseModel, restoreModel } from "../models/bin/change.ts";
import { erasePage, restorePage } from "../site/pages/bin/change.ts";
import { binRows, dueRows } from "./queries.ts";
import { usesOf } from "./uses/service.ts";

// What is deleted waits here, with all that names it, and is visible to nobody by row-level security or by its state. The gate has proved
// that the caller manages the community, and these verbs act as the platform.

type Restore = (core: Core, actor: { userId: string; communityId: CommunityId }, id: string) => Promise<void>;
type Erase = (core: Core, actor: { userId: string | null; communityId: CommunityId }, id: string) => Promise<void>;

const KINDS: Readonly<Record<BinKind, { restore: Restore; erase: Erase }>> = {
  dataset: { restore: restoreDataset, erase: eraseDataset },
  page: { restore: restorePage, erase: erasePage },
  group: { restore: restoreGroup, erase: eraseGroup },
  model: { restore: restoreModel, erase: eraseModel },
};

/** What uses something that the caller is about to delete, as far as they may see it. */
export async function usedBy(
  core: Core,
  actor: MemberActor,
  input: z.infer<typeof binEntryInput>,
): Promise<{ uses: Use[]; graceDays: number }> {
  return { uses: await usesOf(core, actor, input), graceDays: BIN_DAYS };
}

export async function listBin(core: Core, { communityId }: MemberActor): Promise<BinEntry[]> {
  const rows = await core.database.sqlAs({ role: "system" }, (sql) => binRows(sql, communityId));
  return rows.map(({ communityId: _community, ...entry }) => entry);
}

export async function restoreFromBin(core: Core, actor: MemberActor, { kind, id }: z.infer<typeof binEntryInput>): Promise<{ id: string }> {
  await KINDS[kind].restore(core, actor, id);
  return { id };
}

/** Erases something of the bin before its time. The person types its title. */
export async function eraseFromBin(core: Core, actor: MemberActor, input: z.infer<typeof eraseFromBinInput>): Promise<{ id: string }> {
  const { kind, id } = input;
  const entry = (await listBin(core, actor)).find((one) => one.kind === kind && one.id === id);
  if (!entry) throw notInBin();
  if (input.title.trim() !== entry.title.trim()) throw new DomainError("invalid", "name-differs", { name: entry.title }, "title");
  await KINDS[kind].erase(core, actor, id);
  return { id };
}

/** Erases what has waited its time in the bin. @returns how many things */
export async function purgeBin(core: Core, prove: (communityId: string) => CommunityId, now = new Date()): Promise<number> {
  let erased = 0;
  for (const { kind, id, communityId } of await core.database.sqlAs({ role: "system" }, (sql) => dueRows(sql, now))) {
    try {
      await KINDS[kind].erase(core, { userId: null, communityId: prove(communityId) }, id);
      erased++;
    } catch (error) {
      // Another process erased it, or somebody restored it at this moment.
      if (!(error instanceof DomainError)) throw error;
    }
  }
  if (erased > 0) core.log.info({ erased }, "bin purged");
  return erased;
}
