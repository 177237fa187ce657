import { z } from "zod";
import type { Core } from "../../../../kernel/core.ts";
import { JobFailedError, type JobHandler, type JobRun } from "../../../../kernel/jobs/handler.ts";
import { deleteUnreferenced } from "../../../../kernel/objects.ts";
import { bagManifest, PATHS } from "../../bag/manifest.ts";
import { finishExport, keepParts, notifyRequester, partsOfExport } from "../service.ts";
import { type BagPart, oneText, storePart } from "./parts.ts";
import { readMe } from "./read-me.ts";
import { writeBag } from "./write-bag.ts";
import { writeRows } from "./write-rows.ts";

/** The list of objects that the rows name. It is not part of the bag. */
const OBJECTS = ".objects";

/**
 * Writes the whole community as one file. First its rows, all as they are at one moment; they are kept, so that an attempt that dies later
 * does not read them again. Then the bag, from them and from the stored objects, which never change.
 */
export const exportCommunityJob: JobHandler<Core> = {
  kind: "export-community",
  title: { fr: "Copie de la communauté", en: "Copy of the community" },
  steps: {
    rows: { fr: "Lecture des données", en: "Reading the data" },
    objects: { fr: "Recherche des fichiers", en: "Looking for the files" },
    bag: { fr: "Écriture du fichier", en: "Writing the file" },
  },
  // It copies every stored byte of the community, which no child reads.
  budgetShare: 12,

  async run(core, run) {
    const { communityId, subjectId: exportId } = run.job;
    const kept = (await partsOfExport(core, communityId, exportId)) ?? (await readAll(core, run));
    const { parts, manifest } = await withObjects(core, run, kept);
    const total = parts.reduce((sum, { size }) => sum + size, 0);
    await run.progress("bag", 0, total);
    const folder = `${manifest.community.slug}-${manifest.writtenAt.slice(0, 10)}`;
    const stored = await writeBag(core, { parts, manifest, folder }, (bytes) => run.progress("bag", bytes, total));
    const rows =
      manifest.tables.reduce((sum, table) => sum + table.rows, 0) +
      manifest.layers.reduce((sum, layer) => sum + layer.rows + (layer.versions ?? 0), 0);
    await core.database.withWorker(communityId, async (tx) => {
      await run.succeed(tx);
      await finishExport(tx, run.job, { ...stored, rows });
    });
    await deleteUnreferenced(core, kept.map(({ key }) => key).concat(parts.filter(isText).map(({ key }) => key)));
    await notifyRequester(core, run.job);
  },

  async undo(core, { communityId, subjectId }) {
    const parts = (await partsOfExport(core, communityId, subjectId)) ?? [];
    await keepParts(core, communityId, subjectId, []);
    await deleteUnreferenced(
      core,
      parts.map(({ key }) => key),
    );
  },
};

const isText = ({ path }: BagPart) => !path.startsWith(PATHS.objects);

async function readAll(core: Core, run: JobRun): Promise<BagPart[]> {
  await run.progress("rows", 0, null);
  const { parts, objects, manifest } = await writeRows(core, run);
  const kept = [
    ...parts,
    await storePart(core, OBJECTS, oneText(JSON.stringify(objects))),
    await storePart(core, PATHS.manifest, oneText(JSON.stringify(manifest))),
  ];
  if (!(await keepParts(core, run.job.communityId, run.job.subjectId, kept))) throw new JobFailedError("export-not-found");
  return kept;
}

/** Adds the stored objects to the parts, and what was found of them to the manifest. */
async function withObjects(core: Core, run: JobRun, kept: readonly BagPart[]) {
  const keys = z.array(z.string()).parse(await readJson(core, kept, OBJECTS));
  const manifest = bagManifest.parse(await readJson(core, kept, PATHS.manifest));
  const objects: BagPart[] = [];
  const missing: string[] = [];
  for (const [index, key] of keys.entries()) {
    await run.progress("objects", index, keys.length);
    const found = await core.storage.stat(key);
    if (found) objects.push({ path: PATHS.object(key), key, size: found.size });
    else missing.push(key);
  }
  if (missing.length > 0) await run.log({ code: "objects-missing", level: "warning", params: { count: missing.length } });
  const bytes = objects.reduce((sum, { size }) => sum + size, 0);
  const whole = { ...manifest, objects: { count: objects.length, bytes, missing: missing.slice(0, 10_000) } };
  const parts = [
    await storePart(core, PATHS.manifest, oneText(`${JSON.stringify(whole, null, 2)}\n`)),
    await storePart(core, "data/README.md", oneText(readMe(whole))),
    ...kept.filter(({ path }) => path !== OBJECTS && path !== PATHS.manifest),
    ...objects,
  ];
  return { parts, manifest: whole };
}

async function readJson(core: Core, parts: readonly BagPart[], path: string): Promise<unknown> {
  const part = parts.find((one) => one.path === path);
  if (!part) throw new Error(`the export lacks its part ${path}`);
  const chunks: Buffer[] = [];
  for await (const chunk of await core.storage.get(part.key)) chunks.push(Buffer.from(chunk));
  return JSON.parse(Buffer.concat(chunks).toString("utf8"));
}
