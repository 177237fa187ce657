import { type GrantSubject, VIEWED_ROWS, type ViewedDataset, type viewAsInput } from "@archipel/contracts/grants.ts";
import type { z } from "zod";
import { type Actor, type MemberActor, memberScope } from "../../../kernel/actor.ts";
import { auditIn } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { getCollection, itemsOf } from "../../features/collections/service.ts";
import { explainAccess } from "../explain/service.ts";
import { communityAt, organisationAt, ownGroup, ownTitle, personAt } from "./queries.ts";

/** Letters of all shapes of one answer. */
const MOST_LETTERS = 2_000_000;
const CRS84 = { srid: 4326, isNorthFirst: false };
const NOTHING = { access: "none", layers: [], hasClosedLayers: false, failing: [] } as const;

/**
 * What a subject of grants sees of a dataset of the manager's community: the same reading as the subject's own, by its grants. As a group, a
 * community, a role or an audience, the manager has its grants and no account. It is written in the journal before anything is read. There is no
 * session of another person, so nothing can be written and no other data be reached.
 *
 * @throws DomainError for a dataset of another community, and a subject that is not known
 */
export async function viewAs(core: Core, actor: MemberActor, input: z.infer<typeof viewAsInput>): Promise<ViewedDataset> {
  const { datasetId, layerId, offset } = input;
  const { communityId, userId: actorId } = actor;
  const title = await core.database.sqlAs(memberScope(actor), (sql) => ownTitle(sql, communityId, datasetId));
  if (title === undefined) throw new DomainError("not-found", "dataset-not-found");
  const { viewer, subject, noted } = await viewed(core, actor, input.subject);
  await core.database.sqlAs(memberScope(actor), (sql) => {
    const summary = { title, ...noted };
    return auditIn(sql, { communityId, actorId, action: "grant.viewed-as", resourceType: "dataset", resourceId: datasetId, summary });
  });
  const { access, layers, hasClosedLayers, failing } = await explained(core, viewer, datasetId);
  const wanted = layers.find(({ id }) => id === layerId) ?? layers[0];
  return {
    ...{ subject, access, layers: [...layers], hasClosedLayers, failing: [...failing] },
    shown: access === "part" && wanted ? await rowsOf(core, viewer, wanted.id, offset) : null,
  };
}

interface Viewed {
  viewer: Actor;
  subject: ViewedDataset["subject"];
  /** What the journal says. */
  noted: Record<string, string>;
}

const nobody = (viewedAs: string): Actor => ({ userId: null, isOperator: false, isSuspended: false, hasOpenParts: true, viewedAs });

/** @throws DomainError for a person, a group or a community that is not known; groups are those of the manager's community alone */
async function viewed(core: Core, actor: MemberActor, subject: GrantSubject): Promise<Viewed> {
  const unknown = (kind: string) => new DomainError("not-found", `grant-${kind}-unknown`, {}, "subject");
  switch (subject.kind) {
    case "person": {
      const person = await core.database.sqlAs({ role: "system" }, (sql) => personAt(sql, subject.email));
      if (!person) throw unknown("person");
      const viewer = { userId: person.id, isOperator: false, isSuspended: false };
      return { viewer, subject: { kind: "person", name: person.name, role: null }, noted: { email: person.email } };
    }
    case "group": {
      const group = await core.database.sqlAs(memberScope(actor), (sql) => ownGroup(sql, actor.communityId, subject.groupId));
      if (!group) throw new DomainError("not-found", "group-not-found", {}, "subject");
      return viewedAs(`group_${subject.groupId}`, { kind: "group", name: group.name, role: null });
    }
    case "organisation": {
      const { organisationId } = subject;
      const organisation = await core.database.sqlAs({ role: "system" }, (sql) => organisationAt(sql, organisationId));
      if (!organisation) throw unknown("organisation");
      return viewedAs(`organisation_${organisationId}`, { kind: "organisation", name: organisation.name, role: null });
    }
    case "community":
    case "role": {
      const community = await core.database.sqlAs({ role: "system" }, (sql) => communityAt(sql, subject.slug));
      if (!community) throw unknown("community");
      const role = subject.kind === "role" ? subject.role : null;
      return viewedAs(`community_${community.id}_${role ?? "member"}`, { kind: subject.kind, name: community.name, role });
    }
    case "signed-in":
    case "everyone":
      return viewedAs(subject.kind, { kind: subject.kind, name: "", role: null });
    case "key":
      throw unknown("key");
  }
}

function viewedAs(scope: string, subject: ViewedDataset["subject"]): Viewed {
  const { kind, name, role } = subject;
  return { viewer: nobody(scope), subject, noted: { subject: kind, name, ...(role && { role }) } };
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
