import type { SavedState, StoryChapter } from "@archipel/contracts/maps.ts";
import { createMapInput, publishMapInput } from "@archipel/contracts/maps.ts";
import type { MemberActor } from "@archipel/core-api/kernel/actor.ts";
import type { Core } from "@archipel/core-api/kernel/core.ts";
import { createMap, publishMap } from "@archipel/core-api/modules/maps/service/change.ts";
import type { DemoManagers } from "./communities.ts";
import { type DemoView, demoMaps } from "./map-stories.ts";
import { demoPortals } from "./portals.ts";

/** Publishes the demo's maps and stories on portals that have no map yet. */
export async function seedMaps(core: Core, managers: DemoManagers): Promise<void> {
  for (const { slug, community } of demoPortals) {
    const portal = await core.database.withSystem((tx) =>
      tx.portal.findFirst({
        where: { slug, communityId: managers[community].communityId, maps: { none: {} } },
        select: { id: true, listings: { select: { dataset: { select: { layers: { select: { id: true, name: true } } } } } } },
      }),
    );
    if (!portal) continue;
    const layers = portal.listings.flatMap(({ dataset }) => dataset.layers);
    await publishAll(core, managers[community], slug, portal.id, new Map(layers.map(({ id, name }) => [name, id])));
  }
}

/** The last one published is the first of the list. */
async function publishAll(core: Core, actor: MemberActor, slug: string, portalId: string, layers: ReadonlyMap<string, string>) {
  const { communityId } = actor;
  for (const { title, text, view, chapters = [] } of demoMaps[slug] ?? []) {
    const kind = chapters.length > 0 ? "story" : "map";
    const told = chapters.map(
      ({ view: seen, ...chapter }, index): StoryChapter => ({ ...chapter, key: `part${index + 1}`, state: stateOf(seen, layers) }),
    );
    const map = createMapInput.parse({ communityId, portalId, kind, title, text, state: stateOf(view, layers), chapters: told });
    const { id } = await createMap(core, actor, map);
    await publishMap(core, actor, publishMapInput.parse({ communityId, mapId: id, isPublished: true }));
  }
}

function stateOf({ at: [zoom, lat, lon], on, marked }: DemoView, layers: ReadonlyMap<string, string>): SavedState {
  return {
    view: { lon, lat, zoom },
    layers: on.flatMap((wanted) => {
      const [name, opacity = 1] = typeof wanted === "string" ? [wanted] : wanted;
      const id = layers.get(name);
      return id ? [{ id, opacity }] : [];
    }),
    marker: marked === undefined ? null : { lon, lat, label: marked },
  };
}
