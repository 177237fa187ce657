import { VIEWED_ROWS, type ViewedDataset, type viewAsInput } from "@archipel/contracts/grants.ts";
import type { z } from "zod";
import { type Actor, type MemberActor, memberScope } from "../../../kernel/actor.ts";
import { auditIn } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { getCollection, itemsOf } from "../../features/collections/service.ts";
import { explainAccess } from "../explain/service.ts";
import { ownTitle, personAt } from "./queries.ts";

/** Letters of all shapes of one answer. */
const MOST_LETTERS = 2_000_000;
const CRS84 = { srid: 4326, isNorthFirst: false };
const NOTHING = { access: "none", layers: [], closedLayers: 0, failing: [] } as const;

/**
 * What a person sees of a dataset of the manager's community: the same reading as the person's own, by the person's grants. It is written in the
 * journal before anything is read. There is no session of the other person, so nothing can be written and no other data be reached.
 *
 * @throws DomainError for a dataset of another community, and an address without an account
 */
export async function viewAs(core: Core, actor: MemberActor, input: z.infer<typeof viewAsInput>): Promise<ViewedDataset> {
  const { datasetId, email, layerId, offset } = input;
  const { communityId, userId: actorId } = actor;
  const person = await core.database.sqlAs({ role: "system" }, (sql) => personAt(sql, email));
  await core.database.sqlAs(memberScope(actor), async (sql) => {
    const title = await ownTitle(sql, communityId, datasetId);
    if (title === undefined) throw new DomainError("not-found", "dataset-not-found");
    if (!person) throw new DomainError("not-found", "grant-person-unknown", {}, "email");
    const summary = { title, email: person.email };
    await auditIn(sql, { communityId, actorId, action: "grant.viewed-as", resourceType: "dataset", resourceId: datasetId, summary });
  });
  if (!person) throw new DomainError("not-found", "grant-person-unknown", {}, "email");
  const subject: Actor = { userId: person.id, isOperator: false, isSuspended: false };
  const { access, layers, closedLayers, failing } = await explained(core, subject, datasetId);
  const wanted = layers.find(({ id }) => id === layerId) ?? layers[0];
  return {
    ...{ person: { name: person.name, email: person.email }, access, layers: [...layers], closedLayers, failing: [...failing] },
    shown: access === "part" && wanted ? await rowsOf(core, subject, wanted.id, offset) : null,
  };
}

/** Someone who never had a grant sees nothing: for the manager this is an answer. */
async function explained(core: Core, subject: Actor, datasetId: string) {
  try {
    return await explainAccess(core, subject, datasetId);
  } catch (error) {
    if (error instanceof DomainError && error.code === "dataset-not-found") return NOTHING;
    throw error;
  }
}

async function rowsOf(core: Core, subject: Actor, layerId: string, offset: number): Promise<ViewedDataset["shown"]> {
  const collection = await getCollection(core, subject, { portalId: null, name: null }, layerId);
  const page = { crs: CRS84, after: 0, offset, limit: VIEWED_ROWS };
  const rows: NonNullable<ViewedDataset["shown"]>["rows"] = [];
  let letters = 0;
  for await (const items of itemsOf(core, subject, collection, { boxes: null, equal: [] }, page)) {
    for (const { fid, properties, geojson } of items) {
      letters += geojson?.length ?? 0;
      const geometry = geojson === null || letters > MOST_LETTERS ? null : (JSON.parse(geojson) as Record<string, unknown>);
      rows.push({ fid, values: { ...properties }, geometry });
    }
  }
  const columns = collection.fields.map(({ column, label, name }) => ({ column, label: label ?? name }));
  return { layerId, columns, total: collection.featureCount, offset, rows };
}
