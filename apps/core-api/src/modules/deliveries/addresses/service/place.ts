import {
  type AddressPlacement,
  type addressTableInput,
  MOST_ADDRESSES,
  type placeAddressesInput,
  type suggestedParts,
} from "@archipel/contracts/addresses.ts";
import { locale as localeSchema } from "@archipel/contracts/text.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { z } from "zod";
import { type MemberActor, memberScope } from "../../../../kernel/actor.ts";
import { audit } from "../../../../kernel/audit.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { latestJobs, startJob } from "../../../../kernel/jobs/rows.ts";
import { assertUploadStatus } from "../../uploads/service/change.ts";
import { assertUpload } from "../../uploads/service/read.ts";
import type { placementPlan } from "../placing/job.ts";
import { readTable, type Table, tableOf } from "../placing/read-table.ts";
import { addressPartsOf, typedAddress, type Values } from "../policy/columns.ts";
import { countRows, namingLayers, readableLayers } from "../queries.ts";

type TableOf = z.infer<typeof addressTableInput>;
/** Rows whose values show which columns hold addresses. */
const ROWS_READ = 100;
const EXAMPLES = 3;

/** @throws DomainError when the upload has no table without shapes of this id */
export async function assertTable(tx: Tx, { communityId }: MemberActor, { uploadId, uploadLayerId }: TableOf): Promise<Table> {
  const table = await tableOf(tx, communityId, uploadId, uploadLayerId);
  if (!table) throw new DomainError("not-found", "upload-layer-not-found");
  return table;
}

/** How far the addresses of a table are. */
export async function readPlacement(core: Core, actor: MemberActor, input: TableOf): Promise<AddressPlacement> {
  const { communityId } = actor;
  const { jobId, pointsUploadId } = await core.database.withTenant(actor, async (tx) => {
    const { source } = await assertTable(tx, actor, input);
    const job = (await latestJobs(tx, communityId, [input.uploadId], { isOpen: true })).get(input.uploadId);
    const made = source.pointsUploadId;
    const isThere = made !== null && (await tx.upload.count({ where: { id: made, communityId } })) > 0;
    return { jobId: job?.kind === "place-addresses" ? job.id : null, pointsUploadId: isThere ? made : null };
  });
  const counts = await core.database.sqlAs(memberScope(actor), (sql) => countRows(sql, communityId, input.uploadLayerId));
  return { counts, jobId, pointsUploadId };
}

/** Which columns hold the addresses, by their names and by what the first rows hold. */
export async function suggestParts(core: Core, actor: MemberActor, input: TableOf): Promise<z.infer<typeof suggestedParts>> {
  const table = await core.database.withTenant(actor, (tx) => assertTable(tx, actor, input));
  const rows: Values[] = [];
  await readTable(
    core,
    table,
    async (batch) => {
      rows.push(...batch.map(({ values }) => values));
    },
    ROWS_READ,
  );
  const parts = addressPartsOf(table.fields, rows);
  const examples = parts ? rows.slice(0, EXAMPLES).map((row) => typedAddress(parts, table.fields, row).text) : [];
  return { parts, examples };
}

/** Starts to search the addresses of a table. What was found or settled before is searched again. */
export async function placeAddresses(
  core: Core,
  actor: MemberActor,
  input: z.infer<typeof placeAddressesInput>,
): Promise<{ jobId: string }> {
  const { communityId, userId: actorId } = actor;
  const { uploadId, uploadLayerId, parts } = input;
  const readable = await core.database.sqlAs(memberScope(actor), (sql) => readableLayers(sql, communityId));
  const layerIds = await core.database.sqlAs({ role: "system" }, (sql) => namingLayers(sql, readable));
  const job = await core.database.withTenant(actor, async (tx) => {
    const upload = await assertUpload(tx, actor, uploadId);
    assertUploadStatus(upload, ["checked"]);
    const { fields, rowCount } = await assertTable(tx, actor, input);
    if (rowCount > MOST_ADDRESSES) throw new DomainError("invalid", "addresses-too-many", { most: MOST_ADDRESSES });
    const named = Object.values(parts).filter((name) => name !== null);
    const missing = named.find((name) => !fields.some((field) => field.name === name));
    if (missing !== undefined) throw new DomainError("invalid", "addresses-column-missing", { column: missing }, "parts");
    const { locale } = await tx.user.findUniqueOrThrow({ where: { id: actorId }, select: { locale: true } });
    const plan: z.infer<typeof placementPlan> = { uploadLayerId, parts, layerIds, locale: localeSchema.catch("fr").parse(locale) };
    const about = { communityId, actorId, resourceType: "upload", resourceId: uploadId };
    await audit(tx, { ...about, action: "upload.addresses-placed", summary: { fileName: upload.fileName } });
    return startJob(tx, actor, { kind: "place-addresses", subjectId: uploadId, subject: upload.fileName, uploadId, input: plan });
  });
  await core.queue.enqueue(job);
  return { jobId: job.id };
}
