import { flushCompileCache } from "node:module";
import { provenCommunityId } from "@archipel/contracts/ids.ts";
import { type DatabaseOptions, openDatabase } from "@archipel/database/database.ts";
import { createTestCore } from "../../../testing/test-core.ts";
import { createContribution, saveEdits } from "../service/drafts.ts";
import { mergeAsSeen } from "./decide.ts";

/**
 * A process that merges one contribution of three features after another until it is killed, and prints each merge. Whatever it printed
 * must be in the database afterwards, whenever the kill comes.
 */
export interface MergeSettings {
  database: DatabaseOptions;
  communityId: string;
  datasetId: string;
  layerId: string;
  userId: string;
}

// A killed process does not keep what it compiled.
flushCompileCache();
const settings = JSON.parse(process.argv[2] ?? "") as MergeSettings;
const communityId = provenCommunityId(settings.communityId);
const { datasetId, layerId, userId } = settings;
const manager = { userId, communityId, role: "manager", isOperator: false, isSuspended: false } as const;
const core = await createTestCore(await openDatabase(settings.database));

for (let round = 0; ; round++) {
  const input = { communityId, datasetId, title: `Round ${round}`, message: "" };
  const { id: contributionId } = await createContribution(core, manager, input);
  const versions = await core.database.withSystem(
    (tx) => tx.$queryRaw<{ revision: number }[]>`SELECT revision FROM layers WHERE id = ${layerId}::uuid`,
  );
  // Each merge touches all three features, so their version is the layer's revision.
  const baseVersion = versions[0]?.revision ?? 1;
  const edits = [1, 2, 3].map((fid) => ({ operation: "update" as const, layerId, fid, baseVersion, values: { nom: contributionId } }));
  await saveEdits(core, manager, { communityId, contributionId, edits });
  const { outcome } = await mergeAsSeen(core, manager, contributionId);
  process.stdout.write(`${JSON.stringify({ contributionId, outcome })}\n`);
}
