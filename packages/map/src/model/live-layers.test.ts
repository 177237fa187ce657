import type { Bbox } from "@archipel/geo/bbox.ts";
import { lonLatToMercator } from "@archipel/geo/mercator.ts";
import { lonLatToTile, type TileAddress } from "@archipel/geo/tile-math.ts";
import { describe, expect, it } from "vitest";
import { LiveLayers } from "./live-layers.ts";

const layerId = "01900000-0000-7000-8000-000000000001";
const urlOf = ({ z, x, y }: TileAddress) => `https://plan.test/tiles/${layerId}/${z}/${x}/${y}.mvt?r=3`;
const boxAt = (lon: number, lat: number): Bbox => [...lonLatToMercator(lon, lat), ...lonLatToMercator(lon + 0.0001, lat + 0.0001)];

const here = lonLatToTile(2, 48, 14);
const there = lonLatToTile(3, 48, 14);
const world = { z: 0, x: 0, y: 0 };

function opened() {
  const live = new LiveLayers([{ id: layerId, revision: 3 }]);
  for (const tile of [here, there, world]) expect(live.addressOf(urlOf(tile))).toBe(urlOf(tile));
  return live;
}

describe("live layers", () => {
  it("after an edit, the touched tiles are requested again, at every zoom, under a new address", () => {
    const live = opened();
    expect(live.registerEdit({ layerId, revision: 4, boxes: [boxAt(2, 48)] })).toBe(true);
    expect(live.stale(layerId)).toEqual([here, world]);
    expect(live.addressOf(urlOf(here))).toBe(`${urlOf(here)}&e=4`);
    expect(live.addressOf(urlOf(there))).toBe(urlOf(there));
    expect(live.stale(layerId)).toEqual([world]);
  });

  it("knows the edited area, and requests all tiles again of a layer whose style changed", () => {
    const live = opened();
    expect(live.editedArea(layerId)).toBeUndefined();
    live.registerEdit({ layerId, revision: 4, boxes: [boxAt(2, 48)] });
    live.registerEdit({ layerId, revision: 5, boxes: [boxAt(3, 47)] });
    live.registerEdit({ layerId, revision: 5, boxes: [boxAt(9, 9)] });
    const [west, south] = lonLatToMercator(2, 47);
    const [east, north] = lonLatToMercator(3.0001, 48.0001);
    expect(live.editedArea(layerId)?.map(Math.round)).toEqual([west, south, east, north].map(Math.round));
    for (const tile of [here, there, world]) live.addressOf(urlOf(tile));
    expect(live.stale(layerId)).toEqual([]);
    live.invalidateLayer(layerId);
    expect(live.stale(layerId)).toEqual([here, there, world]);
  });

  it("adds a later layer once", () => {
    const live = opened();
    live.registerEdit({ layerId, revision: 4, boxes: [boxAt(2, 48)] });
    live.add([
      { id: layerId, revision: 9 },
      { id: "late", revision: 2 },
    ]);
    expect(live.revisionOf(layerId)).toBe(4);
    expect(live.registerEdit({ layerId: "late", revision: 3, boxes: [] })).toBe(true);
  });

  it("drops an edit that was reported twice", () => {
    const live = opened();
    const edit = { layerId, revision: 4, boxes: [boxAt(2, 48)] };
    live.registerEdit(edit);
    live.addressOf(urlOf(here));
    expect(live.registerEdit(edit)).toBe(false);
    expect(live.stale(layerId)).toEqual([world]);
    expect(live.registerEdit({ ...edit, layerId: "another" })).toBe(false);
  });

  it("a tile that was loading during the edit, and one out of view, stay stale until they are requested again", () => {
    const live = opened();
    live.registerEdit({ layerId, revision: 4, boxes: [boxAt(3, 48)] });
    live.addressOf(urlOf(world));
    live.registerEdit({ layerId, revision: 5, boxes: [boxAt(2, 48)] });
    expect(live.stale(layerId)).toEqual([here, there, world]);
  });

  it("a missed edit makes the whole layer stale; a known one does not", () => {
    const live = opened();
    expect(live.compareRevisions({ [layerId]: 3 })).toEqual([]);
    expect(live.stale(layerId)).toEqual([]);
    expect(live.compareRevisions({ [layerId]: 6, another: 9 })).toEqual([layerId]);
    expect(live.stale(layerId)).toEqual([here, there, world]);
    expect(live.revisionOf(layerId)).toBe(6);
    expect(live.addressOf(urlOf(there))).toBe(`${urlOf(there)}&e=6`);
  });

  it("a tile that failed is stale; other addresses stay as they are", () => {
    const live = opened();
    live.registerFailure(urlOf(here));
    expect(live.stale(layerId)).toEqual([here]);
    for (const url of ["https://plan.test/basemap/1/2/3.mvt", `https://plan.test/tiles/${layerId}.json`])
      expect(live.addressOf(url)).toBe(url);
  });
});
