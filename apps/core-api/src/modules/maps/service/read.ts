import {
  type MapRights,
  mapKind,
  mapStatus,
  mapText,
  mapTitle,
  type ownMapsInput,
  type portalMapsInput,
  previewShape,
  type SavedMap,
  type SavedMapSummary,
  savedState,
  storyChapter,
} from "@archipel/contracts/maps.ts";
import type { Page } from "@archipel/contracts/page.ts";
import { mapView } from "@archipel/contracts/place.ts";
import { z } from "zod";
import { type MemberActor, memberScope, type PortalVisit, visitorScope } from "../../../kernel/actor.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { offsetOf, pageFrom } from "../../../kernel/page.ts";
import { mayOf, namedLayers, onlyVisible } from "../policy.ts";
import { type ListedRow, managedRows, mapAt, ownRows, publishedRead, publishedRows, visibleLayers } from "../queries/maps.ts";

/** A text that an older form of the contract allowed must not make a whole list unreadable. */
const storedText = mapText.catch({});
const storedChapters = z.array(storyChapter).catch([]);
const storedPreview = z.array(previewShape).catch([]);
const storedViews = z.array(mapView).catch([]);

/** The texts and the state of a row. */
export const contentOf = ({ title, text, state, chapters }: { title: unknown; text: unknown; state: unknown; chapters: unknown }) => ({
  title: mapTitle.parse(title),
  text: storedText.parse(text),
  state: savedState.parse(state),
  chapters: storedChapters.parse(chapters),
});

function summaryOf(row: ListedRow, userId: string | null): SavedMapSummary {
  const { id, slug, isProposed, updatedAt, ownerName } = row;
  const views = storedViews.parse(row.views);
  return {
    id,
    slug,
    isProposed,
    updatedAt,
    ownerName,
    kind: mapKind.parse(row.kind),
    status: mapStatus.parse(row.status),
    title: mapTitle.parse(row.title),
    text: storedText.parse(row.text),
    views: views.length > 0 ? views : [savedState.parse(row.state).view],
    preview: storedPreview.parse(row.preview),
    isMine: userId !== null && row.ownerId === userId,
  };
}

const pageOfRows = (rows: ListedRow[], offset: number, userId: string | null): Page<SavedMapSummary> =>
  pageFrom(
    rows.map((row) => summaryOf(row, userId)),
    rows[0]?.total ?? 0,
    offset,
  );

/** The statement by which a portal is opened together with its newest published maps, and what its rows say to a visitor without an account. */
export const publishedOpening = {
  read: (portalId: string, limit: number) => publishedRead(portalId, { limit, offset: 0 }),
  from: (rows: readonly ListedRow[]): SavedMapSummary[] => rows.map((row) => summaryOf(row, null)),
};

/** What everyone finds in the portal's list. */
export function listPublished(core: Core, visit: PortalVisit, input: z.infer<typeof portalMapsInput>): Promise<Page<SavedMapSummary>> {
  const offset = offsetOf(input.cursor);
  return core.database.withTenant(visitorScope(visit), async (tx) =>
    pageOfRows(await publishedRows(tx, visit.portalId, { limit: input.limit, offset }), offset, visit.userId),
  );
}

/** The caller's own maps on a portal. */
export function listOwn(core: Core, actor: MemberActor, input: z.infer<typeof ownMapsInput>): Promise<Page<SavedMapSummary>> {
  const offset = offsetOf(input.cursor);
  return core.database.withTenant(memberScope(actor), async (tx) =>
    pageOfRows(await ownRows(tx, actor.communityId, input.portalId, actor.userId, { limit: input.limit, offset }), offset, actor.userId),
  );
}

/** The maps of others on a portal, for its managers; without drafts. */
export function listManaged(core: Core, actor: MemberActor, input: z.infer<typeof ownMapsInput>): Promise<Page<SavedMapSummary>> {
  const offset = offsetOf(input.cursor);
  return core.database.withTenant(memberScope(actor), async (tx) =>
    pageOfRows(
      await managedRows(tx, actor.communityId, input.portalId, actor.userId, { limit: input.limit, offset }),
      offset,
      actor.userId,
    ),
  );
}

/** The map at an address, with the layers that this visitor sees. A draft is found by its owner only. */
export function viewMap(core: Core, visit: PortalVisit, slug: string): Promise<SavedMap> {
  return core.database.withTenant(visitorScope(visit), async (tx) => {
    const row = await mapAt(tx, visit.portalId, slug);
    if (!row) throw new DomainError("not-found", "map-not-found");
    const content = contentOf(row);
    const named = namedLayers([content.state, ...content.chapters.map(({ state }) => state)]);
    const visible = await visibleLayers(tx, visit.portalId, named);
    const status = mapStatus.parse(row.status);
    const isMine = visit.userId !== null && visit.role !== null && row.ownerId === visit.userId;
    const { id, communityId, isProposed, revision, updatedAt } = row;
    const kind = mapKind.parse(row.kind);
    const shown = onlyVisible(content, visible);
    const views = shown.chapters.map(({ state }) => state.view);
    return {
      ...shown,
      id,
      communityId,
      slug: row.slug,
      kind,
      status,
      isProposed,
      revision,
      updatedAt,
      views: views.length > 0 ? views : [shown.state.view],
      ownerName: null,
      preview: storedPreview.parse(row.preview),
      isMine,
      missingLayers: named.length - visible.size,
      may: mayOf({ isMine, isManager: visit.role === "manager", status }),
    };
  });
}

/** What the visitor may do with maps on this portal. */
export function rightsOf({ communityId, role }: PortalVisit): MapRights {
  return { communityId: role === null ? null : communityId, mayKeep: role !== null, mayPublish: role === "manager" };
}
