import type { AuditVerb } from "@archipel/contracts/audit-actions.ts";
import type {
  createMapInput,
  publishMapInput,
  SavedMap,
  SavedState,
  StoryChapter,
  shareMapInput,
  updateMapInput,
} from "@archipel/contracts/maps.ts";
import { mapStatus } from "@archipel/contracts/maps.ts";
import type { Tx } from "@archipel/database/database.ts";
import type { z } from "zod";
import { type MemberActor, memberScope } from "../../../kernel/actor.ts";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { emit } from "../../../kernel/outbox.ts";
import { mayOf, namedLayers, newSlug } from "../policy.ts";
import { drawPreview } from "../preview/draw-preview.ts";
import { countOfCommunity, lockMap, type MapRow, visibleLayers } from "../queries/maps.ts";
import { contentOf } from "./read.ts";

/** More maps of one person would make the list useless, and more of a community its storage large: a map takes up to 300 kB. */
const MAX_OF_PERSON = 100;
const MAX_OF_COMMUNITY = 2_000;

interface ChangedMap {
  id: string;
  slug: string;
  revision: number;
}

/** Saves a new map of the caller. Managers publish their own in a second step, so that everyone has the same way. */
export async function createMap(core: Core, actor: MemberActor, input: z.infer<typeof createMapInput>): Promise<ChangedMap> {
  const { communityId, userId } = actor;
  const { portalId, kind, title, text, state, chapters, status } = input;
  const preview = await drawPreview(core, { communityId, portalId }, chapters[0]?.state ?? state);
  return core.database.withTenant(memberScope(actor), async (tx) => {
    if ((await tx.portal.count({ where: { id: portalId, communityId } })) === 0) throw new DomainError("not-found", "portal-not-found");
    const own = await tx.savedMap.count({ where: { communityId, ownerId: userId } });
    if (own >= MAX_OF_PERSON) throw new DomainError("conflict", "too-many-maps", { most: MAX_OF_PERSON });
    if ((await countOfCommunity(tx, communityId)) >= MAX_OF_COMMUNITY) {
      throw new DomainError("conflict", "too-many-maps-here", { most: MAX_OF_COMMUNITY });
    }
    await assertVisible(tx, portalId, [state, ...chapters.map((chapter) => chapter.state)]);
    const made = await tx.savedMap.create({
      data: { communityId, portalId, ownerId: userId, slug: newSlug(title), kind, status, title, text, state, chapters, preview },
      select: { id: true, slug: true, revision: true },
    });
    await record(tx, actor, "created", { ...made, portalId, title });
    return made;
  });
}

/** Changes a map. Refused when it was changed since the caller read it: the caller then decides between the two versions. */
export async function updateMap(core: Core, actor: MemberActor, input: z.infer<typeof updateMapInput>): Promise<ChangedMap> {
  const { mapId, basedOn, title, text, state, chapters } = input;
  const preview = await newPreview(core, actor, mapId, chapters?.[0]?.state ?? state);
  return core.database.withTenant(memberScope(actor), async (tx) => {
    const row = await ownOrManaged(tx, actor, mapId);
    if (!standing(actor, row).edit) throw new DomainError("forbidden", "map-published");
    if (row.revision !== basedOn) throw new DomainError("conflict", "map-changed", { revision: row.revision });
    const before = contentOf(row);
    const known = new Set(namedLayers(statesOf(before)));
    await assertVisible(tx, row.portalId, [...(state ? [state] : []), ...(chapters ?? []).map((chapter) => chapter.state)], known);
    const kept = {
      ...(preview && { preview }),
      ...(state && { state: withHidden(state, before.state, await seen(tx, row.portalId, known)) }),
      ...(chapters && { chapters: await chaptersWithHidden(tx, row.portalId, chapters, before.chapters, known) }),
    };
    const changed = await tx.savedMap.update({
      where: { id: mapId },
      data: { ...(title && { title }), ...(text && { text }), ...kept, revision: { increment: 1 }, updatedAt: new Date() },
      select: { id: true, slug: true, revision: true },
    });
    await record(tx, actor, "updated", { id: mapId, portalId: row.portalId, title: title ?? before.title });
    return changed;
  });
}

/** The drawing of what a map shows first, before the change's own transaction; undefined when the view does not change. */
async function newPreview(core: Core, actor: MemberActor, mapId: string, first: SavedState | undefined) {
  if (!first) return undefined;
  const { portalId } = await core.database.withTenant(memberScope(actor), (tx) => ownOrManaged(tx, actor, mapId));
  return drawPreview(core, { communityId: actor.communityId, portalId }, first);
}

const statesOf = ({ state, chapters }: { state: SavedState; chapters: readonly StoryChapter[] }): SavedState[] => [
  state,
  ...chapters.map((chapter) => chapter.state),
];

const seen = (tx: Tx, portalId: string, known: ReadonlySet<string>): Promise<Set<string>> => visibleLayers(tx, portalId, [...known]);

/** The editor never got the layers that its person does not see: they stay below the others, so that saving does not remove them. */
function withHidden(next: SavedState, before: SavedState | undefined, visible: ReadonlySet<string>): SavedState {
  const hidden = (before?.layers ?? []).filter(({ id }) => !visible.has(id) && !next.layers.some((layer) => layer.id === id));
  return { ...next, layers: [...next.layers, ...hidden] };
}

async function chaptersWithHidden(
  tx: Tx,
  portalId: string,
  next: readonly StoryChapter[],
  before: readonly StoryChapter[],
  known: ReadonlySet<string>,
): Promise<StoryChapter[]> {
  const visible = await seen(tx, portalId, known);
  return next.map((chapter) => ({
    ...chapter,
    state: withHidden(chapter.state, before.find(({ key }) => key === chapter.key)?.state, visible),
  }));
}

/** Refuses layers that the caller does not see on this portal, except those that the map named before. */
async function assertVisible(tx: Tx, portalId: string, states: readonly SavedState[], known: ReadonlySet<string> = new Set()) {
  const named = namedLayers(states).filter((id) => !known.has(id));
  const visible = await visibleLayers(tx, portalId, named);
  const missing = named.filter((id) => !visible.has(id)).length;
  if (missing > 0) throw new DomainError("invalid", "map-layers-unknown", { count: missing }, "state.layers");
}

/** Makes a map private or readable by its address, and proposes it for the portal's list. Also takes a published map out of the list. */
export function shareMap(core: Core, actor: MemberActor, input: z.infer<typeof shareMapInput>): Promise<void> {
  const { mapId, status } = input;
  return core.database.withTenant(memberScope(actor), async (tx) => {
    const row = await ownOrManaged(tx, actor, mapId);
    if (row.ownerId !== actor.userId) throw new DomainError("forbidden", "map-not-yours");
    const isProposed = input.isProposed && status === "unlisted";
    await tx.savedMap.update({ where: { id: mapId }, data: { status, isProposed, publishedAt: null, updatedAt: new Date() } });
    const verb = row.status === "published" ? "unpublished" : isProposed ? "proposed" : "shared";
    await record(tx, actor, verb, { id: mapId, portalId: row.portalId, title: contentOf(row).title, status });
  });
}

/** Puts a map in the portal's list, takes it out, or declines one that is proposed: it then stays readable by its address. */
export function publishMap(core: Core, actor: MemberActor, input: z.infer<typeof publishMapInput>): Promise<void> {
  const { mapId, isPublished, said } = input;
  return core.database.withTenant(memberScope(actor), async (tx) => {
    const row = await ownOrManaged(tx, actor, mapId);
    if (!standing(actor, row).publish) throw new DomainError("not-found", "map-not-found");
    const isDeclined = !isPublished && row.isProposed;
    if ((row.status === "published") === isPublished && !isDeclined) return;
    const status = isPublished ? "published" : "unlisted";
    const publishedAt = isPublished ? new Date() : null;
    await tx.savedMap.update({ where: { id: mapId }, data: { status, publishedAt, isProposed: false, updatedAt: new Date() } });
    const about = { id: mapId, portalId: row.portalId, title: contentOf(row).title };
    await record(tx, actor, isPublished ? "published" : isDeclined ? "declined" : "unpublished", { ...about, said });
  });
}

export function removeMap(core: Core, actor: MemberActor, mapId: string): Promise<void> {
  return core.database.withTenant(memberScope(actor), async (tx) => {
    const row = await ownOrManaged(tx, actor, mapId);
    await tx.savedMap.delete({ where: { id: mapId } });
    await record(tx, actor, "deleted", { id: mapId, portalId: row.portalId, title: contentOf(row).title });
  });
}

/** The map, when it is the caller's own, or when the caller is a manager and it is no draft. */
async function ownOrManaged(tx: Tx, actor: MemberActor, mapId: string): Promise<MapRow> {
  const row = await lockMap(tx, actor.communityId, mapId);
  const isReachable = row && (row.ownerId === actor.userId || (actor.role === "manager" && row.status !== "draft"));
  if (!isReachable) throw new DomainError("not-found", "map-not-found");
  return row;
}

function standing(actor: MemberActor, row: MapRow): SavedMap["may"] {
  const isMine = row.ownerId === actor.userId;
  return mayOf({ isMine, isManager: actor.role === "manager", status: mapStatus.parse(row.status) });
}

interface Recorded {
  id: string;
  portalId: string;
  title: SavedMap["title"];
  status?: string;
  /** Words for the owner. */
  said?: string;
}

async function record(tx: Tx, { communityId, userId: actorId }: MemberActor, verb: AuditVerb<"map">, about: Recorded): Promise<void> {
  const { id, portalId, title, status, said } = about;
  const summary = { name: title.fr ?? title.en ?? "", ...(status && { status }) };
  await audit(tx, { communityId, actorId, action: `map.${verb}`, resourceType: "map", resourceId: id, summary });
  await emit(tx, `map.${verb}`, communityId, { mapId: id, portalId, actorId, ...(said && { said }) });
}
