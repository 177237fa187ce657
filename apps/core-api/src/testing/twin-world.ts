import { gunzipSync } from "node:zlib";
import { type LayerField, layerField } from "@archipel/contracts/layers.ts";
import { lonLatToTile } from "@archipel/geo/tile-math.ts";
import { decodeTile } from "@archipel/testing/decode-tile.ts";
import { repeats } from "@archipel/testing/endurance.ts";
import { createPortal } from "@archipel/testing/factories.ts";
import { expect } from "vitest";
import { z } from "zod";
import { anonymous } from "../kernel/actor.ts";
import { generalisedSuffix, generaliseLayer } from "../layer-store/tables/generalise.ts";
import type { LayerExtent } from "../layer-store/tables/heavy-zooms.ts";
import { type OpenSession, tableRef } from "../layer-store/tables/layer-table.ts";
import { saveEditRules } from "../modules/contributions/service/rules.ts";
import { previewGazetteer } from "../modules/search/declaring/preview.ts";
import { TileService } from "../modules/tiles/service.ts";
import { createServer } from "../server.ts";
import { fewHostileNames, keywords, namesOfOurSql, ODD_NAMES } from "./hostile-names.ts";
import { fieldsByValue, namedZones, type Twin } from "./twin-layers.ts";
import { updateWorld } from "./update-world.ts";

/** More fields with values would fill more than a page of the database. */
const MOST = 400;
/** All names are on as many pairs of layers; in a run of the suite, a share of them is on one. */
export const PAIRS = repeats([0], [0, 1, 2]);

/** Names of what our statements over layers return, and of the facts of a feature's quality. */
const HIDING = ["count", "west", "a0", "place"];

/** As if a layer were too heavy to be drawn from its features at this zoom. */
const LOW_ZOOM = 8;
const FULLEST = { zoom: LOW_ZOOM, features: 1e6, vertices: 1e6, x: 0, y: 0 };
const HEAVY: LayerExtent = { features: 4, unplaced: 0, isMisplaced: false, box: null, largest: 1e6, fullest: [FULLEST] };

const NO_NUMBER = { weight: null, number: null, suffix: null, prefix: null, section: null };
const NO_GAZETTEER = { kind: "place" as const, detail: [], commune: null, communeCode: null, postcode: null, ...NO_NUMBER };

const record = z.record(z.string(), z.unknown());

/**
 * Two layers with the same features: the fields of one have hostile names, those of the other are called p0, p1, … Whatever reads or writes them
 * must answer the same for both. A name that hides something of ours makes an error, or another answer.
 */
export async function twinWorld(pair: number) {
  const world = await updateWorld();
  const { core, communityId, manager, database } = world;
  const app = await createServer(core);
  const words = await database.sqlAs({ role: "system" }, keywords);
  const all = [...new Set([...fewHostileNames, ...ODD_NAMES, ...namesOfOurSql(), ...words])].filter((name) => name !== "code");
  const names = repeats(fewHostileNames, all.slice(pair * MOST, (pair + 1) * MOST));
  /** The places of the names that are tried one by one; and of some, by what takes long. */
  const tried = names.flatMap((name, place) => (repeats(place % 5 === 0 || HIDING.includes(name), true) ? [place] : []));
  const slowly = (most: number) => tried.filter((_place, index) => index % Math.ceil(tried.length / repeats(most, 40)) === 0);

  async function twinOf(wanted: readonly string[]): Promise<Twin> {
    const layer = await world.publish(namedZones(wanted));
    const { fields } = await database.withSystem((tx) => tx.layer.findUniqueOrThrow({ where: { id: layer.layerId } }));
    const stored = z.array(layerField).parse(fields);
    const [first] = await world.featuresOf(layer);
    return { ...layer, all: stored, fields: fieldsByValue(record.parse(first?.values), stored, wanted.length) };
  }
  const hostile = await twinOf(names);
  const plain = await twinOf(names.map((_name, place) => `p${place}`));
  const portalId = (await createPortal(database, communityId)).id;
  for (const [position, { datasetId }] of [hostile, plain].entries()) {
    await database.withSystem((tx) => tx.portalDataset.create({ data: { portalId, datasetId, communityId, position } }));
    const rules = { isOpen: true, directRole: "manager" as const, approvals: 1, territoryCounts: false, lockedColumns: {} };
    await saveEditRules(core, manager, { communityId, datasetId, rules });
  }
  const open: OpenSession = (work) => database.sqlAs({ role: "worker", communityId }, work);
  /** The values of all features, in the order of the list. */
  const rowsOf = async (twin: Twin) => (await world.featuresOf(twin)).map((row) => values(twin, record.parse(row.values)));
  return {
    ...world,
    ...{ app, open, names, tried, slowly, hostile, plain, portalId, rowsOf },
    /** What both layers answer. */
    async same<T>(ask: (twin: Twin) => Promise<T>): Promise<T> {
      const expected = await ask(plain);
      expect(await ask(hostile)).toEqual(expected);
      return expected;
    },
    /** Styles a layer by a field, which also names its features, and draws its low zooms so. */
    async drawBy(twin: Twin, place: number): Promise<void> {
      const column = columnAt(twin, place);
      const style = { kind: "categorised" as const, column, categories: [{ value: "x", colour: "#b5482a" }], label: { column } };
      await database.withSystem((tx) => tx.layer.update({ where: { id: twin.layerId, datasetId: twin.datasetId }, data: { style } }));
      await open((sql) => sql.script(`DROP TABLE IF EXISTS ${tableRef(twin.tableName, generalisedSuffix(LOW_ZOOM))}`));
      const spec = { ...twin, fields: twin.all, communityId, geometry: { type: "Polygon" as const } };
      await generaliseLayer(open, spec, { classColumns: [column], extent: HEAVY });
    },
    /** The values of a field in the tile with the features. A new service keeps nothing of another style. */
    async tileValues(twin: Twin, place: number, zoom: number): Promise<unknown[]> {
      const tiles = new TileService(core);
      const layer = await tiles.layer(anonymous, twin.layerId);
      const [lon = 0, lat = 0] = layer?.bbox ?? [];
      const body = layer && (await tiles.tile(anonymous, layer, lonLatToTile(lon, lat, zoom)));
      const [drawn] = Object.values(decodeTile(gunzipSync(body ?? new Uint8Array())));
      return (drawn?.features ?? []).map(({ properties }) => properties[columnAt(twin, place)]);
    },
    /** The names that features would have by a field. */
    gazetteerOf(twin: Twin, place: number) {
      const settings = { ...NO_GAZETTEER, label: [columnAt(twin, place)] };
      return previewGazetteer(core, manager, { communityId, layerId: twin.layerId, q: "", settings, locale: "fr" });
    },
    async close() {
      await app.close();
      await world.close();
    },
  };
}

/** The values of a record by columns, in the order of the list. */
export const values = ({ fields }: Twin, found: Readonly<Record<string, unknown>> | undefined) =>
  fields.map(({ column }) => found?.[column]);
export const columnAt = ({ fields }: Twin, place: number) => fields[place]?.column ?? "";
export const placeOf = ({ fields }: Twin, column: string) => fields.findIndex((field) => field.column === column);
/** Readers of JSON refuse a member called like the prototype of objects: that field is called by its column. */
export const called = ({ name, column }: LayerField) => (name === "__proto__" ? column : name);
export const nameAt = ({ fields }: Twin, place: number) =>
  fields
    .slice(place, place + 1)
    .map(called)
    .join("");
