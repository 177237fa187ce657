import { reportSchema } from "@archipel/answers/report/report.ts";
import type { Database } from "@archipel/database/database.ts";
import { networkOf } from "@archipel/limits/network.ts";
import { checkCode } from "@archipel/signatures/check-code.ts";
import { checkFile } from "@archipel/signatures/check-file.ts";
import { keySet } from "@archipel/signatures/keys.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import type { FastifyInstance } from "fastify";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { printQueue } from "../modules/answers/print/print-report.ts";
import { rotateKey } from "../modules/answers/signing/service.ts";
import {
  type AnswersWorld,
  actorOf,
  addLayer,
  buildAnswersWorld,
  placeAt,
  polygon,
  square,
} from "../modules/answers/testing/answers-world.ts";
import { createServer } from "../server.ts";
import { bearer } from "../testing/bearer.ts";

let database: Database;
let world: AnswersWorld;
let app: FastifyInstance;
let url: string;
beforeAll(async () => {
  database = await openTestDatabase();
  world = await buildAnswersWorld(database);
  app = await createServer(world.core);
  const place = await placeAt(world, 50, 50);
  if (place.kind !== "point") throw new Error("a point");
  url = `/report?portal=${world.portalId}&lon=${place.lon.toFixed(8)}&lat=${place.lat.toFixed(8)}&lang=fr`;
  await addLayer(world, {
    fields: ["nom"],
    features: [{ geometry: polygon(square(0, 0, 100)), values: ["<script>alert(1)</script>"] }],
    declared: { tags: ["flood-area"] },
  });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const get = (address: string, headers: Record<string, string> = {}) => app.inject({ method: "GET", url: address, headers });

it("gives the report as JSON that its published schema describes, and 304 to those who have it", async () => {
  const first = await get(url);
  expect(first.statusCode).toBe(200);
  expect(reportSchema.safeParse(first.json()).error).toBeUndefined();
  expect(first.headers["cache-control"]).toBe("private, no-cache");
  const again = await get(url, { "if-none-match": String(first.headers.etag) });
  expect([again.statusCode, again.body]).toEqual([304, ""]);
  const schema = await get("/report/schema.json");
  expect(schema.headers["content-type"]).toBe("application/schema+json; charset=utf-8");
  expect(schema.json()).toMatchObject({ title: "Archipel report", properties: { format: { const: "archipel-report/1" } } });
});

it("never lets a report with members' layers be stored", async () => {
  const { userId } = await actorOf(database, world.communityId, "member");
  await addLayer(world, {
    fields: ["nom"],
    features: [{ geometry: polygon(square(0, 0, 100)), values: ["Interne"] }],
    declared: { tags: ["soil-sis"] },
    visibility: "members",
  });
  const seen = await get(url, bearer(userId));
  expect([seen.json().restricted, seen.headers["cache-control"], seen.headers.etag]).toEqual([true, "private, no-store", undefined]);
  const visitor = await get(url);
  expect([visitor.json().restricted, visitor.headers["cache-control"]]).toEqual([false, "private, no-cache"]);
});

describe("a PDF of a report", () => {
  it("comes to who asks for it, with an ETag of its own, and 304 to those who have it", async () => {
    const first = await get(url.replace("/report?", "/report.pdf?"));
    expect([first.statusCode, first.headers["content-type"]]).toEqual([200, "application/pdf"]);
    expect(first.rawPayload.subarray(0, 5).toString()).toBe("%PDF-");
    expect(first.headers["cache-control"]).toBe("private, no-cache");
    const json = await get(url);
    expect(first.headers.etag).not.toBe(json.headers.etag);
    expect(first.headers["content-disposition"]).toBe(`inline; filename=reponse-${json.json().id}.pdf`);
    const again = await get(url, { accept: "application/pdf", "if-none-match": String(first.headers.etag) });
    expect([again.statusCode, again.body, again.headers.vary]).toEqual([304, "", "authorization, accept, accept-language"]);
    expect((await get(url, { accept: "text/html, application/json;q=0.9, */*;q=0.8" })).headers["content-type"]).toMatch(/json/);
  });

  it("with members' layers is never stored, and has no address to verify it", async () => {
    const { userId } = await actorOf(database, world.communityId, "member");
    const own = await get(url.replace("/report?", "/report.pdf?"), bearer(userId));
    expect([own.statusCode, own.headers["cache-control"], own.headers.etag]).toEqual([200, "private, no-store", undefined]);
    expect((await get(url, bearer(userId))).json().verify).toBeNull();
  });

  it("waits for its turn, and is refused to a caller with many that wait already", async () => {
    const release: (() => void)[] = [];
    const held = Array.from({ length: 30 }, () =>
      printQueue(world.core)
        .run(world.communityId, networkOf("127.0.0.1"), () => new Promise<void>((resolve) => release.push(resolve)))
        .catch((error: unknown) => error),
    );
    const refused = await get(url.replace("/report?", "/report.pdf?"));
    expect([refused.statusCode, refused.json()]).toMatchObject([429, { error: "prints-waiting", params: { count: 4 } }]);
    for (let done = 0; done < release.length; done++) {
      release[done]?.();
      await new Promise(setImmediate);
    }
    await Promise.all(held);
    expect(printQueue(world.core).load).toEqual({ running: 0, waiting: 0 });
  });
});

describe("the signature of a report", () => {
  const keys = async () => keySet.parse((await get("/.well-known/answer-keys.json")).json());
  const pdfUrl = () => url.replace("/report?", "/report.pdf?");

  it("is good without the platform for its JSON and its PDF, which say the same of their data", async () => {
    const [json, pdf] = [await get(url), await get(pdfUrl())];
    const [asJson, asPdf] = [await checkFile(json.rawPayload, await keys()), await checkFile(pdf.rawPayload, await keys())];
    if (!asJson.isGood || !asPdf.isGood) throw new Error("both are signed");
    expect(asPdf.said).toMatchObject({ said: asJson.said.said, layers: asJson.said.layers, rules: asJson.said.rules });
    expect([asJson.said.layers.length > 0, asJson.said.portal]).toEqual([true, world.portalId]);
    const altered = Buffer.from(json.rawPayload.toString().replace("archipel-report/1", "archipel-report/2"));
    expect(await checkFile(altered, await keys())).toEqual({ isGood: false, problem: "changed" });
    const code = new URL(String(json.json().verify)).searchParams.get("r") ?? "";
    expect(await checkCode(code, await keys())).toMatchObject({ isGood: true, answer: { portalId: world.portalId } });
  });

  it("has the same digest for the same question, and another one after a change of the data", async () => {
    const digest = async () => {
      const found = await checkFile((await get(url)).rawPayload, await keys());
      return found.isGood ? found.said.said : found.problem;
    };
    const before = await digest();
    expect(await digest()).toBe(before);
    await addLayer(world, {
      fields: ["nom"],
      features: [{ geometry: polygon(square(0, 0, 100)), values: ["Zone"] }],
      declared: { tags: ["radon"] },
    });
    expect(await digest()).not.toBe(before);
  });

  it("stays good after the key was replaced, whose later signatures are refused", async () => {
    const old = (await get(url)).rawPayload;
    await rotateKey(world.core);
    const published = await keys();
    expect(published.keys.map(({ exp }) => exp === undefined)).toEqual([true, false]);
    expect((await checkFile(old, published)).isGood).toBe(true);
    const found = await checkFile((await get(url)).rawPayload, published);
    expect(found).toMatchObject({ isGood: true, key: { kid: published.keys[0]?.kid } });
  });
});

describe("the verification of a report", () => {
  const verifyUrl = async (headers: Record<string, string> = {}) => {
    const address = new URL(String((await get(url, headers)).json().verify));
    expect(address.pathname).toBe("/verify");
    return `${address.pathname}${address.search}`;
  };

  it("says that nothing has changed, and then which theme has", async () => {
    const address = await verifyUrl();
    expect(address.length).toBeLessThan(400);
    expect((await get(address)).json()).toMatchObject({ outcome: "unchanged", changed: [], placeChanged: false });
    const page = await get(address, { accept: "text/html" });
    expect(page.body).toContain("La réponse n’a pas changé");
    expect([page.headers["cache-control"], page.headers["referrer-policy"]]).toEqual(["private, no-store", "no-referrer"]);
    await addLayer(world, {
      fields: ["nom"],
      features: [{ geometry: polygon(square(0, 0, 100)), values: ["Grotte"] }],
      declared: { tags: ["aerodrome-noise"] },
    });
    const changed = (await get(address)).json();
    expect(changed).toMatchObject({ outcome: "changed", placeChanged: false, themesChanged: false });
    expect(changed.changed.map(({ theme }: { theme: string }) => theme)).toEqual(["risk.aerodrome-noise"]);
    expect((await get(address, { accept: "text/html" })).body).toContain("La réponse a changé");
  });

  it("is the same whether a layer that only members see exists or not, and for all callers", async () => {
    const address = await verifyUrl();
    const before = (await get(address)).json();
    await addLayer(world, {
      fields: ["nom"],
      features: [{ geometry: polygon(square(0, 0, 100)), values: ["Interne"] }],
      declared: { tags: ["termites"] },
      visibility: "private",
    });
    const { userId } = await actorOf(database, world.communityId);
    expect((await get(address)).json()).toEqual(before);
    expect((await get(address, bearer(userId))).json()).toEqual(before);
  });

  it("refuses what we did not sign, without saying more", async () => {
    const address = await verifyUrl();
    const code = new URL(address, "http://x").searchParams.get("r") ?? "";
    const forged = Array.from(code, (letter, at) => `${code.slice(0, at)}${letter === "A" ? "B" : "A"}${code.slice(at + 1)}`);
    const { keys } = (await get("/.well-known/answer-keys.json")).json();
    for (const one of forged) expect([one, (await checkCode(one, { keys })).isGood]).toEqual([one, false]);
    for (const at of [1, 60, 100, code.length - 1]) expect((await get(`/verify?r=${forged[at]}`)).statusCode).toBe(404);
    for (const query of ["", "?r=", "?r=x", `?r=${"A".repeat(300)}`]) {
      expect((await get(`/verify${query}`)).json()).toMatchObject({ error: "verify-invalid", params: {} });
    }
    const page = await get("/verify?r=x", { accept: "text/html", "accept-language": "en" });
    expect([page.statusCode, page.body.includes("This link is not authentic")]).toEqual([404, true]);
  });
});

it.each([
  ["an unknown parameter", "&theme=x", 400, "parameter-unknown"],
  ["a repeated parameter", "&lon=3", 400, "parameter-repeated"],
  ["a place named twice", "&parcels=300140000AB0012", 400, "answer-place-missing"],
  ["an unknown precision", "&precision=best", 400, "answer-parameter-invalid"],
])("refuses %s", async (_name, added, status, code) => {
  const response = await get(`${url}${added}`);
  expect([response.statusCode, response.json().error]).toEqual([status, code]);
});

it.each([
  "lon=200&lat=1",
  "lon=1e3&lat=1",
  "lon=0x10&lat=1",
  "lon=1,5&lat=1",
  "lon=NaN&lat=1",
  "lon=&lat=1",
  "lon=1",
  "lon=1&lat=89",
  "parcels=a'b",
  "parcels=",
  "lon=2&lat=46&lang=de",
])("refuses the place %s", async (place) => {
  expect((await get(`/report?portal=${world.portalId}&${place}`)).statusCode).toBe(400);
});

it.each([
  ["0.12345678901234567", "44.009876543210987"],
  ["5e-7", "-1.2E-05"],
  ["+3.5", " 3.5 "],
  ["3.", ".5"],
  ["4.1234567890123456789012345678901234567890", "1e1"],
])("answers at %s, %s, as programs print them", async (lon, lat) => {
  for (const query of [new URLSearchParams({ lon, lat }), `lon=${lon}&lat=${lat}`]) {
    const response = await get(`/report?portal=${world.portalId}&${query}`.replaceAll(" ", "%20"));
    const centre = [expect.closeTo(Number(lon), 6), expect.closeTo(Number(lat), 6)];
    expect([response.statusCode, response.json().place]).toMatchObject([200, { centre }]);
  }
});

it.each([
  ["lon=deux&lat=1", "number-malformed", { parameter: "lon", value: "deux" }],
  ["lon=2&lat=", "number-malformed", { parameter: "lat", value: "" }],
  ["lon=2", "number-malformed", { parameter: "lat", value: "" }],
  ["lon=180.5&lat=1", "number-outside", { parameter: "lon", value: "180.5", least: "-180", most: "180" }],
  ["lon=2&lat=-86", "number-outside", { parameter: "lat", value: "-86", least: "-85", most: "85" }],
])("says why it refuses %s", async (place, error, params) => {
  expect((await get(`/report?portal=${world.portalId}&${place}`)).json()).toMatchObject({ error, params });
});

it("answers at the ends of the world and in the middle of the sea", async () => {
  for (const place of ["lon=180&lat=85", "lon=-180&lat=-85", "lon=0&lat=0", "lon=55.5&lat=-21.1"]) {
    expect((await get(`/report?portal=${world.portalId}&${place}`)).statusCode).toBe(200);
  }
});

it("does not exist for a portal that answers nothing", async () => {
  await database.withSystem((tx) => tx.portalAnswers.deleteMany({ where: { portalId: world.portalId } }));
  expect((await get(url)).json()).toMatchObject({ error: "answers-not-offered" });
});
