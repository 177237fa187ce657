import { layerField } from "@archipel/contracts/layers.ts";
import type { saveGazetteerInput } from "@archipel/contracts/search-gazetteer.ts";
import { z } from "zod";
import type { MemberActor } from "../../../kernel/actor.ts";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { startJob } from "../../../kernel/jobs/rows.ts";
import { settingsFlaw } from "../policy/declared.ts";
import { lockLayer, nameableLayer, saveDeclared } from "../queries/declared.ts";

/** Declares how a layer is searched by name, and starts the job that makes its index again. */
export async function declareGazetteer(
  core: Core,
  actor: MemberActor,
  input: z.infer<typeof saveGazetteerInput>,
): Promise<{ jobId: string }> {
  const { communityId } = actor;
  const { layerId, declared } = input;
  const job = await core.database.withTenant(actor, async (tx) => {
    await lockLayer(tx, communityId, layerId);
    const layer = await nameableLayer(tx, communityId, layerId);
    if (!layer) throw new DomainError("not-found", "layer-not-found");
    const flaw = typeof declared === "object" && settingsFlaw(declared, z.array(layerField).parse(layer.fields));
    if (flaw) throw new DomainError("invalid", flaw.code, flaw.params, flaw.field);
    await saveDeclared(tx, communityId, layerId, declared);
    await audit(tx, {
      communityId,
      actorId: actor.userId,
      action: "layer.search-declared",
      resourceType: "layer",
      resourceId: layerId,
      summary: { title: layer.title, kind: typeof declared === "object" ? declared.kind : declared },
    });
    return startJob(tx, actor, {
      kind: "refresh-layer",
      subjectId: layerId,
      subject: layer.title,
      datasetId: layer.datasetId,
      input: { search: true, generalised: false },
      mayQueue: true,
    });
  });
  await core.queue.enqueue(job);
  return { jobId: job.id };
}
