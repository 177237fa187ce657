import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { updateWorld } from "../../testing/update-world.ts";
import { exportGeoJson, getFeature } from "../features/service.ts";
import { listFindings } from "./uploads/service/read.ts";

let world: Awaited<ReturnType<typeof updateWorld>>;
beforeAll(async () => {
  world = await updateWorld();
});
afterAll(() => world.close());

const properties = (second: Record<string, unknown> = {}) => [
  {
    grand: "9223372036854775807",
    trop: "18446744073709551615",
    horloge: '"2024-01-02T03:04:05.123456"',
    instant: '"2024-01-02T03:04:05.123456Z"',
    Nom: '"A"',
    nom: '"B"',
    NOM: '"C"',
  },
  { grand: "1", trop: "2", horloge: '"2024-01-02"', instant: '"2016-12-31T23:59:60Z"', Nom: '"D"', nom: "null", NOM: '"F"', ...second },
];
/** Numbers beyond what JavaScript writes, so the text is put together here. */
const file = (second?: Record<string, unknown>) => {
  const features = properties(second).map((one, index) => {
    const members = Object.entries(one).map(([name, value]) => `"${name}":${value}`);
    return `{"type":"Feature","properties":{${members.join(",")}},"geometry":{"type":"Point","coordinates":[${2 + index},48]}}`;
  });
  return `{"type":"FeatureCollection","features":[${features.join(",")}]}`;
};

test("values of a file reach the features and the downloads as they came, and each change of one is a finding", async () => {
  const { core, manager, communityId, publish, uploadFile, compare } = world;
  const { uploadId } = await uploadFile("valeurs.geojson", file());
  const findings = (await listFindings(core, manager, { communityId, uploadId, limit: 100 })).items;
  expect(findings.map(({ rule, field, featureIndex }) => [rule, field ?? null, featureIndex ?? null])).toEqual(
    expect.arrayContaining([
      ["integers-as-text", "trop", null],
      ["leap-second", "instant", 2],
      ["field-duplicate", "nom", null],
      ["field-duplicate", "NOM", null],
    ]),
  );
  expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);

  const layer = await publish(file(), "valeurs.geojson");
  const [first, second] = await Promise.all([1, 2].map((fid) => getFeature(core, manager, { layerId: layer.layerId, fid })));
  expect(first?.properties).toMatchObject({
    grand: "9223372036854775807",
    trop: "18446744073709551615",
    horloge: "2024-01-02T03:04:05.123456",
    instant: "2024-01-02T03:04:05.123456Z",
    nom: "A",
    nom_2: "B",
    nom_3: "C",
  });
  // A leap second is stored as the one after it; a day in a column of clock times is its midnight.
  expect(second?.properties).toMatchObject({ horloge: "2024-01-02T00:00:00", instant: "2017-01-01T00:00:00Z", nom: "D", nom_2: null });
  const download = await exportGeoJson(core, manager, layer.layerId);
  const written = await text(Readable.from(download.text()));
  for (const value of ["9223372036854775807", "18446744073709551615", '"2024-01-02T03:04:05.123456"', '"2024-01-02T03:04:05.123456Z"'])
    expect(written).toContain(value);

  // The same file changes nothing; another clock time is one change.
  expect((await compare(layer, file(), "replace")).preview?.counts).toMatchObject({ unchanged: 2 });
  const changed = await compare(layer, file({ horloge: '"2024-01-02T08:00:00"' }), "replace");
  expect(changed).toMatchObject({ error: null, preview: { counts: { unchanged: 1 } } });
});

test("texts that are no geometry and days that do not exist are said, with their place", async () => {
  const { core, manager, communityId, uploadFile } = world;
  const csv = "wkt,jour\nPOINT(2 48),2024-01-31\nPOINT(2,2024-02-30\n";
  const { uploadId } = await uploadFile("lieux.csv", csv);
  const findings = (await listFindings(core, manager, { communityId, uploadId, limit: 100 })).items;
  expect(findings).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ rule: "geometry-unreadable", severity: "warning", featureIndex: 2 }),
      expect.objectContaining({ rule: "value-lost", severity: "warning", featureIndex: 2, field: "jour", params: { value: "2024-02-30" } }),
    ]),
  );
});

test("one feature out of the world is one finding with its place, and the layer stays in WGS 84", async () => {
  const { core, manager, communityId, uploadFile, publish, stateOf } = world;
  const points = [2, 2.1, 1000, 2.2].map((x) => ({
    type: "Feature",
    properties: { x },
    geometry: { type: "Point", coordinates: [x, 48] },
  }));
  const content = JSON.stringify({ type: "FeatureCollection", features: points });
  const { uploadId } = await uploadFile("lieux.geojson", content);
  const findings = (await listFindings(core, manager, { communityId, uploadId, limit: 100 })).items;
  expect(findings).toMatchObject([
    { rule: "geometry-out-of-domain", severity: "warning", featureIndex: 3, params: { x: 1000, srid: 4326 } },
  ]);
  const rows = await stateOf(await publish(content));
  expect(rows.map(({ values }) => (values as Record<string, unknown>).x)).toEqual([2, 2.1, 1000, 2.2]);
});

test("a column of clock times is added by an update, taken back, and added again", async () => {
  const { publish, compare, apply, compareRevision, featuresOf } = world;
  const layer = await publish(file().replaceAll(/"horloge":"[^"]*",/g, ""), "valeurs.geojson");
  const add = async () => apply(await compare(layer, file(), "replace", { adds: ["horloge"] }));
  const times = async () => (await featuresOf(layer)).map(({ values }) => (values as Record<string, unknown>).horloge ?? null);
  for (let round = 0; round < 2; round++) {
    expect((await add()).error).toBeNull();
    expect(await times()).toEqual(["2024-01-02T03:04:05.123456", "2024-01-02T00:00:00"]);
    expect((await apply(await compareRevision(layer, 1))).error).toBeNull();
    expect(await times()).toEqual([null, null]);
  }
});
