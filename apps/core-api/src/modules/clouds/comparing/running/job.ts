import type { CloudChanges } from "@archipel/contracts/clouds.ts";
import { compareCloudFiles } from "@archipel/gdal/compare-clouds.ts";
import { UnreadableError } from "@archipel/gdal/model.ts";
import type { Core } from "../../../../kernel/core.ts";
import { JobFailedError, type JobHandler } from "../../../../kernel/jobs/handler.ts";
import { footprintOf } from "../../../../layer-store/tables/footprint.ts";
import { comparison } from "../policy.ts";
import { comparedRow, saveChanges } from "../queries.ts";

/** Compares the points of a revision of a tile with those before it, and keeps what differs by cells. */
export const compareTilesJob: JobHandler<Core> = {
  kind: "compare-tiles",
  title: { fr: "Comparaison de deux révisions", en: "Comparing two revisions" },
  steps: { compare: { fr: "Comparaison des points", en: "Comparing the points" } },

  async run(core, run) {
    const { communityId } = run.job;
    const of = comparison.parse(run.job.input);
    const worker = { role: "worker", communityId } as const;
    const row = await core.database.sqlAs(worker, (sql) => comparedRow(sql, communityId, of.attachmentId, of.revision));
    if (!row) throw new JobFailedError("cloud-revision-not-found", { revision: of.revision });
    const { objectKey, against, againstKey, srid, title } = row;
    if (against === null || againstKey === null) throw new JobFailedError("cloud-nothing-before", { revision: of.revision });
    await run.progress("compare", 0, null);
    const found = await core.storage
      .withFile(againstKey, (before) => core.storage.withFile(objectKey, (after) => compareCloudFiles(before, after)))
      .catch((error: unknown) => {
        if (!(error instanceof UnreadableError)) throw error;
        throw new JobFailedError("cloud-not-compared", { file: title.slice(0, 200), detail: error.detail.slice(0, 300) });
      });
    await core.database.sqlAs(worker, async (sql) => {
      await run.succeedIn(sql);
      const changes: CloudChanges = { ...found, footprint: await footprintOf(sql, cornersOf(found), srid) };
      await saveChanges(sql, communityId, of, { against, changes });
    });
  },

  // What a stopped job leaves is nothing.
  undo: async () => {},
};

type Corner = [number, number];

function cornersOf({ origin: [west, south], cell, columns, rows }: Omit<CloudChanges, "footprint">): [Corner, Corner, Corner, Corner] {
  const [east, north] = [west + cell * columns, south + cell * rows];
  return [
    [west, north],
    [west, south],
    [east, south],
    [east, north],
  ];
}
