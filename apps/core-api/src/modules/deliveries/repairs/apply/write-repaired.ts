import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { keyOfFile } from "@archipel/storage/hashed-file.ts";
import { lineageOf } from "@archipel/validation/repair/lineage.ts";
import type { RepairedDelivery } from "@archipel/validation/repair/repaired.ts";
import { type Written, writeRepaired } from "@archipel/validation/repair/write.ts";
import { z } from "zod";
import type { Core } from "../../../../kernel/core.ts";
import { type ClaimedJob, JobFailedError, type JobRun } from "../../../../kernel/jobs/handler.ts";
import { deleteUnreferenced } from "../../../../kernel/objects.ts";
import { storedOptions } from "../../checks/policy.ts";
import { openChecked } from "../../checks/run/open-checked.ts";
import { choicesOf } from "../../uploads/inspect/chosen.ts";
import { sourceKey } from "../../uploads/policy/source.ts";
import type { UploadRow } from "../../uploads/queries.ts";
import { applyRecipe, keepCounts, partsOf, repairsAt } from "./recipe.ts";

/**
 * Writes the repaired delivery if the repairs changed since it was read, and stores it beside the original. Without repairs, the original
 * is the current file again. Returns the updated upload. An attempt after a crash finds the delivery, or writes it again. The job's input
 * names the objects that an attempt stores or replaces, so that none is left behind.
 */
export async function makeRepaired(core: Core, run: JobRun, upload: UploadRow): Promise<UploadRow> {
  const { id, objectKey, fileName, recipeRevision, readRevision, repairedKey } = upload;
  const known = [...leftoverObjects(run.job), ...(repairedKey === null ? [] : [repairedKey])];
  if (recipeRevision === readRevision || objectKey === null) {
    await deleteUnreferenced(core, leftoverObjects(run.job));
    return upload;
  }
  const { communityId } = run.job;
  await run.progress("repair", 0, null);
  const { rows, parts, choices } = await core.database.withWorker(communityId, async (tx) => {
    const rows = await repairsAt(tx, communityId, id, recipeRevision);
    return { rows, parts: await partsOf(tx, communityId, rows), choices: await choicesOf(tx, communityId, upload) };
  });
  if (!parts) throw new JobFailedError("model-not-found");
  const { encoding, srid } = storedOptions.parse(rows.at(-1)?.options ?? {});
  const written =
    rows.length === 0
      ? null
      : await openChecked(core, { objectKey, fileName, choices }, { encoding, srid }, async (original) => {
          const delivery = applyRecipe(original, parts);
          return { delivery, ...(await putRepaired(core, run, delivery, known)) };
        });
  const made = await core.database.withWorker(communityId, async (tx) => {
    await run.remember(tx, { objects: known } satisfies z.infer<typeof remembered>);
    if (written) await keepCounts(tx, communityId, rows, written.delivery, true);
    const data = {
      readRevision: recipeRevision,
      repairedKey: written?.key ?? null,
      repairedName: written && `${fileName.replace(/\.[^./]+$/, "")}.${written.extension}`,
      repairedLineage: written ? lineageOf(written.delivery).map((entry) => ({ ...entry })) : [],
      choices: {
        ...choices,
        encodingsOfRepaired: {},
        repaired: Object.fromEntries((written?.tables ?? []).map(({ from, to }) => [sourceKey(to), from])),
      },
    };
    return tx.upload.update({ where: { id, communityId }, data });
  });
  await deleteUnreferenced(core, known);
  return made;
}

const remembered = z.object({ objects: z.array(z.string()) });

/** The objects that earlier attempts at a job may have left. */
export function leftoverObjects({ input }: Pick<ClaimedJob, "input">): string[] {
  return remembered.safeParse(input).data?.objects ?? [];
}

/** A delivery of one file becomes one file, any other an archive. */
async function putRepaired(
  core: Core,
  run: JobRun,
  delivery: RepairedDelivery,
  known: readonly string[],
): Promise<Pick<Written, "tables"> & { key: string; extension: string }> {
  const work = await mkdtemp(join(await realpath(tmpdir()), "archipel-repaired-"));
  try {
    const extension = delivery.isSingleFile && delivery.files.length === 1 ? "gpkg" : "zip";
    const path = join(work, `repaired.${extension}`);
    const { tables } = await writeRepaired(delivery, path);
    const about = { objects: [...known, await keyOfFile(path)] } satisfies z.infer<typeof remembered>;
    await core.database.withWorker(run.job.communityId, (tx) => run.remember(tx, about));
    const { key } = await core.storage.putFile(path);
    await run.progress("keep", 0, null);
    return { key, extension, tables };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
