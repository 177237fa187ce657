import type { MemberActor } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { startJob } from "../../../kernel/jobs/rows.ts";
import { visibleCloudLayer } from "../queries.ts";
import type { CorrectionPlan } from "./plan.ts";

/**
 * Starts the job that gives the points inside a drawing another class.
 *
 * @throws DomainError when the layer is gone, or the points of the report are being corrected
 */
export async function startCorrection(core: Core, actor: MemberActor, plan: Omit<CorrectionPlan, "done">): Promise<{ jobId: string }> {
  const job = await core.database.withTenant(actor, async (tx) => {
    const layer = await visibleCloudLayer(tx, plan.layerId);
    if (layer?.communityId !== actor.communityId) throw new DomainError("not-found", "cloud-layer-not-found");
    const { id: subjectId, number } = plan.report;
    const input = { ...plan, done: [] };
    return startJob(tx, actor, {
      kind: "correct-points",
      subjectId,
      subject: `#${number} · ${layer.title}`,
      datasetId: layer.datasetId,
      input,
    });
  });
  await core.queue.enqueue(job);
  return { jobId: job.id };
}
