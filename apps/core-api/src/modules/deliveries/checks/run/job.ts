import type { Tx } from "@archipel/database/database.ts";
import type { Prisma } from "@archipel/database/generated/client.ts";
import { type CheckOptions, check, type Verdict } from "@archipel/validation/check.ts";
import { recheck } from "@archipel/validation/recheck.ts";
import { changedBetween } from "@archipel/validation/repair/changes.ts";
import { audit } from "../../../../kernel/audit.ts";
import type { Core } from "../../../../kernel/core.ts";
import { JobFailedError, type JobHandler, type JobRun } from "../../../../kernel/jobs/handler.ts";
import { emit } from "../../../../kernel/outbox.ts";
import { modelOfCheck } from "../../../models/service.ts";
import { applyRecipe, keepCounts, optionsOf, partsOf, repairsAt } from "../../repairs/apply/recipe.ts";
import { choicesOf } from "../../uploads/inspect/chosen.ts";
import { readingChoicesOf, storedOptions } from "../policy.ts";
import { deleteFindings } from "../queries.ts";
import { earlierFindings, findEarlier } from "./earlier.ts";
import { openChecked } from "./open-checked.ts";
import { FindingWriter } from "./write-findings.ts";

/**
 * Checks an upload, with its repairs, against a model and stores the findings. The result depends only on the file, the recipe's revision,
 * the model's version and the options: an interrupted run starts again, and its findings are replaced.
 */
export const checkDeliveryJob: JobHandler<Core> = {
  kind: "check-delivery",
  title: { fr: "Contrôle selon un modèle", en: "Check against a model" },
  steps: {
    open: { fr: "Ouverture des fichiers", en: "Opening the files" },
    rows: { fr: "Contrôle des lignes", en: "Checking the rows" },
    relate: { fr: "Comparaison des lignes et des formes entre elles", en: "Comparing rows and shapes with each other" },
  },

  async run(core, run) {
    const { communityId } = run.job;
    const asked = await core.database.withWorker(communityId, (tx) => loadCheck(tx, run));
    const { row, model, parts, repairs, earlier } = asked;
    await run.progress("open", 0, null);
    const writer = new FindingWriter(core.database, run);
    await writer.begin();
    const { fileName, objectKey, choices } = asked;
    const { encoding } = storedOptions.parse(row.options);
    const { verdict, delivery } = await openChecked(core, { fileName, objectKey, choices }, { encoding }, async (original) => {
      const delivery = applyRecipe(original, parts);
      const broken = new FirstFailure();
      const verdict = await broken.through((guard) => {
        const options: CheckOptions = {
          ...optionsOf(row.options),
          onFinding: (finding) => guard(() => writer.add(finding)),
          onProgress: ({ table, rows, total }) =>
            guard(() => (table === null ? run.progress("relate", rows, null) : run.progress("rows", rows, Math.max(rows, total)))),
        };
        if (!earlier) return check(delivery, model, options);
        const findings = earlierFindings(core.database, communityId, earlier.checkId, model.id);
        const changed = changedBetween(applyRecipe(original, earlier.parts), delivery);
        return recheck(delivery, model, { verdict: earlier.verdict, findings }, changed, options);
      });
      return { verdict, delivery };
    });
    await core.database.withWorker(communityId, async (tx) => {
      await store(tx, run, writer, verdict, asked);
      await keepCounts(tx, communityId, repairs, delivery, false);
      await replacePrevious(tx, run);
      await run.succeed(tx);
    });
  },

  async undo(core, { communityId, subjectId }) {
    await core.database.withWorker(communityId, (tx) => deleteFindings(tx, communityId, subjectId));
  },
};

/** @throws JobFailedError when the upload or a model is gone */
async function loadCheck(tx: Tx, { job: { communityId, subjectId } }: JobRun) {
  const row = await tx.check.findUnique({ where: { id: subjectId, communityId }, include: { upload: true } });
  if (!row?.upload.objectKey) throw new JobFailedError("upload-not-found");
  const model = await modelOfCheck(tx, communityId, row.modelKey, row.modelVersion);
  const repairs = await repairsAt(tx, communityId, row.uploadId, row.recipeRevision);
  const parts = await partsOf(tx, communityId, repairs);
  if (!model || !parts) throw new JobFailedError("model-not-found");
  const { fileName, objectKey } = row.upload;
  const choices = await choicesOf(tx, communityId, row.upload);
  return { row, model, parts, repairs, fileName, objectKey, choices, earlier: await findEarlier(tx, communityId, row, choices) };
}

/**
 * The engine treats an error of its listener as a failed check. A stopped job or a lost database is not one: the first of them is thrown
 * again after the engine has ended.
 */
class FirstFailure {
  #first: { error: unknown } | null = null;

  async through<T>(work: (guard: (step: () => Promise<void>) => Promise<void>) => Promise<T>): Promise<T> {
    const result = await work(async (step) => {
      if (this.#first) return;
      try {
        await step();
      } catch (error) {
        this.#first = { error };
        throw error;
      }
    });
    if (this.#first) throw this.#first.error;
    return result;
  }
}

async function store(
  tx: Tx,
  run: JobRun,
  writer: FindingWriter,
  verdict: Verdict,
  { fileName, choices }: Pick<Awaited<ReturnType<typeof loadCheck>>, "fileName" | "choices">,
): Promise<void> {
  const { communityId, subjectId, createdById } = run.job;
  const { delivery, ran, failure, conforms, levels, files, tables, rows, groups } = verdict;
  const read = verdict.read.map((facts) => ({ ...facts }));
  const kept = {
    delivery,
    ran,
    failure: failure?.slice(0, 500) ?? null,
    conforms,
    levels,
    files,
    tables,
    rows,
    read,
    told: readingChoicesOf(choices),
  };
  await writer.flush(tx);
  const data = { verdict: kept, groups: writer.groups(groups) satisfies Prisma.InputJsonObject, finishedAt: new Date() };
  const { uploadId } = await tx.check.update({ where: { id: subjectId, communityId }, data, select: { uploadId: true } });
  await audit(tx, {
    communityId,
    actorId: createdById,
    action: "check.ran",
    resourceType: "upload",
    resourceId: uploadId,
    summary: { fileName, model: verdict.model, conforms },
  });
  await emit(tx, "check.ran", communityId, { checkId: subjectId, uploadId });
}

/** A recheck replaces the check before it. Only the check on which the repairs began is kept, to compare with. */
async function replacePrevious(tx: Tx, { job: { communityId, subjectId } }: JobRun): Promise<void> {
  const { previous } = await tx.check.findUniqueOrThrow({
    where: { id: subjectId, communityId },
    select: { previous: { select: { id: true, previousId: true } } },
  });
  if (!previous?.previousId) return;
  await tx.check.update({ where: { id: subjectId, communityId }, data: { previousId: previous.previousId } });
  await tx.check.delete({ where: { id: previous.id, communityId } });
}
