import { layerField } from "@archipel/contracts/layers.ts";
import type { GazetteerState } from "@archipel/contracts/search-gazetteer.ts";
import { z } from "zod";
import type { MemberActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { latestJobs } from "../../../kernel/jobs/rows.ts";
import { INDEX_FORMAT } from "../indexing/index-layer.ts";
import { declaredOf, settingsOf } from "../policy/declared.ts";
import { gazetteerOf } from "../policy/gazetteer.ts";
import { type IndexState, indexStateOf, nameableLayer } from "../queries/declared.ts";

const DONE = "success";
const ABORTED = "aborted";

/** How a layer of the community is searched by name, what the platform proposes, and whether the index is ready. */
export async function gazetteerOfLayer(core: Core, actor: MemberActor, layerId: string): Promise<GazetteerState> {
  const { communityId } = actor;
  const { layer, job } = await core.database.withTenant(actor, async (tx) => ({
    layer: await nameableLayer(tx, communityId, layerId),
    job: (await latestJobs(tx, communityId, [layerId], { kind: "refresh-layer" })).get(layerId),
  }));
  if (!layer) throw new DomainError("not-found", "layer-not-found");
  const state = await core.database.sqlAs({ role: "worker", communityId }, (sql) => indexStateOf(sql, layerId));
  const proposed = gazetteerOf({ name: layer.name, fields: z.array(layerField).parse(layer.fields) });
  const isOver = !job || job.status === DONE || job.status === ABORTED;
  return {
    declared: declaredOf(layer.gazetteer),
    proposed: proposed && settingsOf(proposed),
    index: !isOver && job.status !== "failure" ? "waiting" : indexWord(state),
    entries: state?.entries ?? 0,
    indexedAt: state?.indexedAt ?? null,
    jobId: isOver ? null : job.id,
  };
}

function indexWord(state: IndexState | null): GazetteerState["index"] {
  if (!state || state.format !== INDEX_FORMAT) return "waiting";
  if (state.isGivenUp) return "failed";
  return state.kind === null ? "none" : "ready";
}
