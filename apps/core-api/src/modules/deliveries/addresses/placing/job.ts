import { addressParts, MOST_ADDRESSES } from "@archipel/contracts/addresses.ts";
import { id } from "@archipel/contracts/ids.ts";
import { locale } from "@archipel/contracts/text.ts";
import { type FeatureRow, UnreadableError } from "@archipel/gdal/model.ts";
import { z } from "zod";
import type { Core } from "../../../../kernel/core.ts";
import { JobFailedError, type JobHandler, type JobRun } from "../../../../kernel/jobs/handler.ts";
import { typedAddress } from "../policy/columns.ts";
import { type AddressRow, addRows, forgetRows } from "../queries.ts";
import { placeFinder } from "./find-place.ts";
import { readTable, type Table, tableOf } from "./read-table.ts";

/** What the job does. `layerIds`: layers that the person who started it reads, whose names are searched. */
export const placementPlan = z.object({ uploadLayerId: id, parts: addressParts, layerIds: z.array(id), locale });
type Plan = z.infer<typeof placementPlan>;

/**
 * Searches the place of each row of a table of addresses. Each attempt starts from nothing, so that rows that a person settled are never mixed
 * with those of another choice of columns.
 */
export const placeAddressesJob: JobHandler<Core> = {
  kind: "place-addresses",
  title: { fr: "Recherche des adresses d’une table", en: "Finding the addresses of a table" },
  steps: { place: { fr: "Recherche des adresses", en: "Finding the addresses" } },

  async run(core, run) {
    const { communityId } = run.job;
    const plan = placementPlan.parse(run.job.input);
    const table = await core.database.withWorker(communityId, (tx) => tableOf(tx, communityId, run.job.subjectId, plan.uploadLayerId));
    if (!table) throw new JobFailedError("upload-not-found");
    await core.database.sqlAs({ role: "worker", communityId }, (sql) => forgetRows(sql, communityId, plan.uploadLayerId));
    await run.progress("place", 0, table.rowCount);
    try {
      await placeRows(core, run, plan, table);
    } catch (error) {
      if (error instanceof UnreadableError) throw new JobFailedError("addresses-unreadable", { detail: error.detail.slice(0, 200) });
      throw error;
    }
    await core.database.withWorker(communityId, (tx) => run.succeed(tx));
  },

  async undo(core, { communityId, input }) {
    const { uploadLayerId } = placementPlan.parse(input);
    await core.database.sqlAs({ role: "worker", communityId }, (sql) => forgetRows(sql, communityId, uploadLayerId));
  },
};

async function placeRows(core: Core, run: JobRun, plan: Plan, table: Table): Promise<void> {
  const { communityId } = run.job;
  const find = placeFinder(core, plan.layerIds, plan.locale);
  let count = 0;
  await readTable(core, table, async (batch) => {
    const rows: AddressRow[] = [];
    for (const { values } of batch) {
      rows.push(await placed(plan, table, values, count + rows.length + 1));
      if (rows.length % 20 === 0) await run.progress("place", count + rows.length, Math.max(count + rows.length, table.rowCount));
    }
    count += rows.length;
    if (count > MOST_ADDRESSES) throw new JobFailedError("addresses-too-many", { most: MOST_ADDRESSES });
    await core.database.sqlAs({ role: "worker", communityId }, (sql) => addRows(sql, communityId, plan.uploadLayerId, rows));
  });

  async function placed({ parts }: Plan, { fields }: Table, values: FeatureRow["values"], position: number): Promise<AddressRow> {
    const typed = typedAddress(parts, fields, values);
    const record = fields.map(({ name }, index) => [name, values[index] ?? null] as const);
    const row = { position, typed: typed.text, record };
    // A row without an address has nothing to search, and a person may place it by hand.
    const { candidates, isSure } = typed.street === "" && typed.town === "" ? { candidates: [], isSure: false } : await find(typed);
    const [best] = candidates;
    if (!isSure || !best) return { ...row, state: "doubtful", lon: null, lat: null, score: null, source: null, label: null, candidates };
    const { lon, lat, score, source } = best;
    return { ...row, state: "sure", lon, lat, score, source, label: labelOf(best), candidates: [] };
  }
}

/** The name of a place with its town, as the layer of points keeps it. */
export const labelOf = ({ label, detail }: { label: string; detail: string }): string => [label, detail].filter(Boolean).join(", ");
