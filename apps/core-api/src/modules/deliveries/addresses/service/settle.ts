import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import type {
  AddressCandidate,
  AddressChoice,
  addressTableInput,
  DoubtfulAddress,
  finishAddressesInput,
  settleAddressInput,
} from "@archipel/contracts/addresses.ts";
import type { z } from "zod";
import { type MemberActor, memberScope } from "../../../../kernel/actor.ts";
import type { Core } from "../../../../kernel/core.ts";
import { DomainError } from "../../../../kernel/domain-error.ts";
import { storedSource } from "../../uploads/policy/source.ts";
import { completeUpload, openUpload } from "../../uploads/service/receive.ts";
import { labelOf } from "../placing/job.ts";
import { pointsFile } from "../policy/points-file.ts";
import { countRows, doubtfulRows, forgetRows, lockRow, placedRows, setPlace } from "../queries.ts";
import { assertTable, readPlacement } from "./place.ts";

/** Doubtful rows of one answer: a person settles one after the other. */
const ROWS_SHOWN = 20;

export async function listDoubtful(core: Core, actor: MemberActor, input: z.infer<typeof addressTableInput>): Promise<DoubtfulAddress[]> {
  await core.database.withTenant(actor, (tx) => assertTable(tx, actor, input));
  return core.database.sqlAs(memberScope(actor), (sql) => doubtfulRows(sql, actor.communityId, input.uploadLayerId, ROWS_SHOWN));
}

/** Places one row as a person chose: a candidate, a position, or no place. It may be settled again until the points are made. */
export async function settleAddress(core: Core, actor: MemberActor, input: z.infer<typeof settleAddressInput>): Promise<void> {
  const { communityId } = actor;
  const { uploadLayerId, position, choice } = input;
  await assertSettling(core, actor, input);
  await core.database.sqlAs(memberScope(actor), async (sql) => {
    const row = await lockRow(sql, communityId, uploadLayerId, position);
    if (!row) throw new DomainError("not-found", "address-row-not-found");
    await setPlace(sql, communityId, uploadLayerId, position, placeOf(choice, row.candidates));
  });
}

function placeOf(choice: AddressChoice, candidates: readonly AddressCandidate[]): Parameters<typeof setPlace>[4] {
  if (choice.kind === "skip") return { state: "skipped", lon: null, lat: null, score: null, source: null, label: null };
  if (choice.kind === "hand") return { state: "settled", lon: choice.lon, lat: choice.lat, score: 1, source: "hand", label: null };
  const chosen = candidates[choice.index];
  if (!chosen) throw new DomainError("invalid", "address-candidate-missing", {}, "choice");
  const { lon, lat, score, source } = chosen;
  return { state: "settled", lon, lat, score, source, label: labelOf(chosen) };
}

/** While the job searches, rows come and go. */
async function assertSettling(core: Core, actor: MemberActor, input: z.infer<typeof addressTableInput>): Promise<void> {
  const { jobId } = await readPlacement(core, actor, input);
  if (jobId !== null) throw new DomainError("conflict", "addresses-being-placed");
}

/**
 * Makes the points: a file with every row of the table, its place, the score and who found it. It is an upload like any other, so that people see it
 * on the map and publish it as they publish files. Rows without a place stay in it, without a shape.
 *
 * @throws DomainError while rows are doubtful, unless the rest is skipped
 */
export async function finishAddresses(
  core: Core,
  actor: MemberActor,
  { skipsRest, ...table }: z.infer<typeof finishAddressesInput>,
): Promise<{ uploadId: string }> {
  const { communityId } = actor;
  const { uploadLayerId, uploadId } = table;
  await assertSettling(core, actor, table);
  const { fileName } = await core.database.withTenant(actor, (tx) => assertTable(tx, actor, table));
  const rows = await core.database.sqlAs(memberScope(actor), async (sql) => {
    const { doubtful } = await countRows(sql, communityId, uploadLayerId);
    if (doubtful > 0 && !skipsRest) throw new DomainError("conflict", "addresses-doubtful-left", { count: doubtful });
    return placedRows(sql, communityId, uploadLayerId);
  });
  if (rows.length === 0) throw new DomainError("conflict", "addresses-not-placed");
  const bytes = Buffer.from([...pointsFile(rows)].join(""));
  const id = randomUUID();
  await openUpload(core, actor, { id, fileName: `${fileName.replace(/\.[^./]+$/, "")}-points.geojson`, size: bytes.length });
  await completeUpload(core, actor, id, Readable.from([bytes]));
  await core.database.withTenant(actor, async (tx) => {
    const layer = await tx.uploadLayer.findFirst({ where: { id: uploadLayerId, uploadId, communityId } });
    if (!layer) return;
    const source = { ...storedSource.parse(layer.source), pointsUploadId: id };
    await tx.uploadLayer.update({ where: { id: uploadLayerId, communityId }, data: { source } });
  });
  await core.database.sqlAs(memberScope(actor), (sql) => forgetRows(sql, communityId, uploadLayerId));
  return { uploadId: id };
}
