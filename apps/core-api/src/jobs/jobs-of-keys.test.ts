// @database server
import { expect, test } from "vitest";
import type { MemberActor } from "../kernel/actor.ts";
import { createCommunityKey } from "../modules/access/community-keys/service.ts";
import { getCheck } from "../modules/deliveries/checks/service/read.ts";
import { addRepairs } from "../modules/deliveries/repairs/service/change.ts";
import { prepareRepairs } from "../modules/deliveries/repairs/service/prepare.ts";
import { runProcessing } from "../modules/processing/runs/service.ts";
import { start } from "../testing/check-world.ts";
import { jobOver } from "../testing/run-jobs.ts";
import { geojson, updateWorld, zones } from "../testing/update-world.ts";

const trees = (species: string) =>
  `{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[2,46]},"properties":{"ID":"A1","ESPECE":"${species}","PLANTE_LE":null}}]}`;

test("the audit log names the key in every entry that it caused, jobs included", async () => {
  const world = await updateWorld();
  try {
    const { core, communityId, manager, database } = world;
    const { id } = await createCommunityKey(core, manager, { communityId, name: "Nuit", scope: "produce", days: 30 });
    const program: MemberActor = { ...manager, keyScope: "produce", key: { id, communityId, atMost: "manager" } };
    const since = new Date();

    const { layerId } = await world.publish(geojson(zones()), "zones.geojson", program);
    const result = { kind: "layer", title: "Tampons", target: { title: "Tampons" } } as const;
    const parameters = { layer: layerId, by: ["alea"] };
    await jobOver(core, (await runProcessing(core, program, { communityId, processing: "dissolve", parameters, result })).jobId);
    const { uploadId } = await world.uploadFile("arbres.geojson", trees(" QUE"), program);
    const check = await start(core, program, uploadId, "example-trees");
    await jobOver(core, check.jobId ?? "");
    const { checkId } = await addRepairs(core, program, { communityId, checkId: check.id, on: { all: true } });
    await jobOver(core, (await getCheck(core, program, checkId)).jobId ?? "");
    await jobOver(core, (await prepareRepairs(core, program, { communityId, uploadId })).jobId ?? "");

    const [entries, jobs] = await database.withSystem((tx) =>
      Promise.all([
        tx.auditEntry.findMany({ where: { communityId, createdAt: { gte: since } } }),
        tx.job.findMany({ where: { communityId } }),
      ]),
    );
    const actions = entries.map(({ action }) => action);
    for (const action of ["upload.checked", "dataset.published", "dataset.created", "layer.processed", "check.ran", "upload.repaired"]) {
      expect(actions).toContain(action);
    }
    expect(jobs.map(({ status }) => status)).toEqual(jobs.map(() => "success"));
    expect(entries.filter(({ keyId }) => keyId !== id).map(({ action }) => action)).toEqual([]);
    expect(jobs.filter(({ keyId }) => keyId !== id).map(({ kind }) => kind)).toEqual([]);
  } finally {
    await world.close();
  }
});
