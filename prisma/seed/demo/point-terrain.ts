import { randomUUID } from "node:crypto";
import type { MemberActor } from "@archipel/core-api/kernel/actor.ts";
import type { Core } from "@archipel/core-api/kernel/core.ts";
import type { JobRun } from "@archipel/core-api/kernel/jobs/handler.ts";
import { slugOf } from "@archipel/core-api/modules/datasets/policy.ts";
import { makeModelJob } from "@archipel/core-api/modules/elevation/models/making/job.ts";

const TITLE = "Terrain d’après les points (MNT, 2 m)";
/** The demo's points are about a metre apart. Finer cells would take longer, and show no more. */
const RESOLUTION = 2;

/**
 * Makes a terrain of the points of the demo, in their dataset, by the job that managers start. It follows the points. A layer that exists is kept.
 *
 * @param title of the dataset of points
 */
export async function seedPointTerrain(core: Core, actor: MemberActor, title: string, say: (text: string) => void): Promise<void> {
  const { communityId, userId } = actor;
  const points = await core.database.withSystem((tx) =>
    tx.layer.findFirst({
      where: { communityId, kind: "pointcloud", status: "ready", dataset: { slug: slugOf(title) } },
      select: { id: true, datasetId: true, modelsOfPoints: { select: { layerId: true } } },
    }),
  );
  if (!points || points.modelsOfPoints.length > 0) return;
  const started = performance.now();
  const layerId = randomUUID();
  const recipe = {
    sourceLayerId: points.id,
    product: "dtm",
    method: "tin",
    resolution: RESOLUTION,
    withShade: false,
    follows: true,
  } as const;
  const first = { ...recipe, title: TITLE, datasetId: points.datasetId, datasetTitle: null };
  const kind = makeModelJob.kind;
  const job = { id: randomUUID(), kind, communityId, subjectId: layerId, createdById: userId, keyId: null, attempt: 1 };
  await makeModelJob.run(core, { ...inOneGo, job: { ...job, input: { layerId, first } } });
  say(`  ${TITLE}, in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}

/** No server runs yet that could take a job from the queue, and nobody watches it: the seed runs it itself, and runs it again if it dies. */
const inOneGo: Omit<JobRun, "job"> = {
  progress: async () => {},
  log: async () => {},
  remember: async () => {},
  succeed: async () => {},
  succeedIn: async () => {},
};
