import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createLogger } from "@archipel/observability/logger.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readEnv } from "../../../env.ts";
import { askGeocoder } from "./ask.ts";

const geometry = { type: "Point", coordinates: [-1.68, 48.11] };
/** Answers as the three services write them. */
const ANSWERS = {
  ban: {
    type: "FeatureCollection",
    features: [
      {
        geometry,
        properties: { type: "housenumber", name: "12 Rue du Lin", city: "Rennes", citycode: "35238", postcode: "35000", score: 0.9 },
      },
      { geometry, properties: { type: "municipality", name: "Rennes", city: "Rennes", citycode: "35238", postcode: "35000" } },
      { geometry: { coordinates: [-1.68, 148] }, properties: { type: "street", name: "Nulle part" } },
    ],
  },
  photon: {
    features: [
      { geometry, properties: { type: "house", housenumber: "12", street: "Rue du Lin", city: "Rennes", postcode: "35000" } },
      { geometry, properties: { type: "city", name: "Rennes", extent: [-1.75, 48.15, -1.62, 48.08] } },
    ],
  },
  nominatim: [
    {
      lon: "-1.68",
      lat: "48.11",
      name: "",
      addresstype: "place",
      address: { house_number: "12", road: "Rue du Lin", city: "Rennes", postcode: "35000" },
    },
    {
      lon: "-1.68",
      lat: "48.11",
      name: "Rennes",
      addresstype: "city",
      boundingbox: ["48.08", "48.15", "-1.75", "-1.62"],
      address: { city: "Rennes" },
    },
  ],
};

const asked: URL[] = [];
const server = createServer((request, response) => {
  const url = new URL(request.url ?? "/", "http://localhost");
  asked.push(url);
  const kind = url.pathname.slice(1);
  if (kind === "away") response.writeHead(503).end();
  else if (kind === "large") response.end(" ".repeat(2 * 1024 ** 2));
  else if (kind === "elsewhere") response.writeHead(302, { location: "/ban" }).end();
  else response.setHeader("content-type", "application/json").end(JSON.stringify(ANSWERS[kind as keyof typeof ANSWERS]));
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve)));
afterAll(() => server.close());

const coreWith = (address: string | null, kind = "ban") => {
  const settings =
    address === null ? {} : { GEOCODER_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${address}`, GEOCODER_KIND: kind };
  const env = readEnv({ ARCHIPEL_SECRET: "a secret of the tests, of 32 characters", NODE_ENV: "test", ...settings });
  return { env, log: createLogger({ name: "test", level: "silent" }), memory: {} };
};

describe("the operator's geocoder", () => {
  it.each(["ban", "photon", "nominatim"])("of kind %s names addresses and communes as layers do", async (kind) => {
    const found = await askGeocoder(coreWith(kind, kind), "12 rue du lin", "fr");
    expect(found).toMatchObject([
      {
        kind: "address",
        label: "12 Rue du Lin",
        detail: "35000 Rennes",
        commune: { name: "Rennes", postcode: "35000" },
        lon: -1.68,
        lat: 48.11,
      },
      { kind: "commune", label: "Rennes", commune: { name: "Rennes" }, opens: { type: "place" } },
    ]);
    if (kind !== "ban") expect(found[1]?.bbox).toEqual([-1.75, 48.08, -1.62, 48.15]);
    expect(asked.at(-1)?.searchParams.get("q")).toBe("12 rue du lin");
  });

  it("is asked once for a text, and never without a setting", async () => {
    const before = asked.length;
    expect(await askGeocoder(coreWith(null), "rennes", "fr")).toEqual([]);
    const core = coreWith("ban");
    await askGeocoder(core, "rennes", "fr");
    await askGeocoder(core, "Rennes", "fr");
    expect(asked.length - before).toBe(1);
  });

  it("fails no search: errors, large answers, redirections and other shapes are no results, and after three it is left alone", async () => {
    for (const address of ["away", "large", "elsewhere", "photon"]) {
      const core = coreWith(address, "nominatim");
      const before = asked.length;
      for (const q of ["a", "b", "c", "d", "e"]) expect(await askGeocoder(core, q, "fr"), address).toEqual([]);
      expect(asked.length - before, address).toBe(3);
    }
  });
});
