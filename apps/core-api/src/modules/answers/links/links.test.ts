import type { AnswerPlace } from "@archipel/contracts/answers.ts";
import type { Database } from "@archipel/database/database.ts";
import { readCode } from "@archipel/signatures/code.ts";
import { createPortal } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { visitPortal } from "../../../gate/visit-portal.ts";
import { reserveTry } from "../../../kernel/tries.ts";
import { prepareReport } from "../service/report.ts";
import { verifyReport } from "../service/verify.ts";
import { type AnswersWorld, addLayer, buildAnswersWorld, drawnAt, placeAt, polygon, square, standard } from "../testing/answers-world.ts";
import { keptPlace, linkIdOf } from "./policy.ts";
import { linkForPrint, openLink, shortenPlace, sweepAnswerLinks } from "./service.ts";

let database: Database;
let world: AnswersWorld;
let drawn: AnswerPlace;
const visitor = { userId: null, isOperator: false, isSuspended: false };
const visitOf = (portalId: string, address = "192.0.2.1") => visitPortal(world.core, visitor, portalId, address);
const shorten = async (place: AnswerPlace, address?: string) =>
  (await shortenPlace(world.core, await visitOf(world.portalId, address), { place, locale: "fr" })).id;
const rows = () => database.withSystem((tx) => tx.answerLink.findMany({ where: { portalId: world.portalId }, orderBy: { id: "asc" } }));

beforeAll(async () => {
  database = await openTestDatabase();
  world = await buildAnswersWorld(database);
  await addLayer(world, {
    fields: ["TYPEZONE", "LIBELLE"],
    features: [{ geometry: polygon(square(0, 0, 400)), values: ["U", "Ua"] }],
    declared: standard("cnig-plu-2017", "ZONE_URBA"),
  });
  drawn = await drawnAt(world, square(10, 10, 100));
});
afterAll(() => database.close());

describe("a short link", () => {
  test("opens a shape, is the same again, and keeps only the place and a day", async () => {
    const id = await shorten(drawn);
    expect(id).toMatch(/^[0-9a-hjkmnp-tv-z]{13}$/);
    expect(await shorten({ ...drawn, label: "Chez Untel" } as AnswerPlace, "198.51.100.7")).toBe(id);
    expect(await openLink(world.core, world.portalId, id)).toEqual(keptPlace(drawn));
    const [row, ...others] = await rows();
    expect(others).toEqual([]);
    expect(Object.keys(row ?? {}).sort()).toEqual(["communityId", "id", "madeOn", "openedOn", "place", "portalId", "printedOn"]);
    expect(JSON.stringify(row?.place)).not.toContain("Untel");
  });

  test("is of its portal alone, and unknown ones are all alike", async () => {
    const id = await shorten(drawn);
    const other = await createPortal(database, world.communityId);
    const errors = await Promise.all(
      [
        [other.id, id],
        [world.portalId, "0000000000000"],
      ].map(([portalId = "", link = ""]) => openLink(world.core, portalId, link).catch((error: { code: string }) => error.code)),
    );
    expect(errors).toEqual(["answer-link-unknown", "answer-link-unknown"]);
    expect(linkIdOf(Buffer.alloc(32, 1), keptPlace(drawn))).not.toBe(linkIdOf(Buffer.alloc(32, 2), keptPlace(drawn)));
  });

  test("is made for places that the portal can answer for only", async () => {
    await expect(shorten({ kind: "parcels", ids: ["X"] })).rejects.toMatchObject({ kind: expect.any(String) });
    const ring: [number, number][] = [
      [0, 0],
      [2, 0],
      [2, 2],
      [0, 0],
    ];
    await expect(shorten({ kind: "drawn", geometry: { type: "Polygon", coordinates: [ring] } })).rejects.toMatchObject({
      code: "answer-place-large",
    });
  });

  test("is made a limited number of times by one address; a known one always", async () => {
    const address = "203.0.113.9";
    const place = (index: number): AnswerPlace => ({ kind: "point", lon: 4 + index / 1_000, lat: 43.8, precision: "exact" });
    const first = await shorten(place(0), address);
    for (let index = 1; index < 60; index++) expect(await reserveTry(world.core, "link", { network: address })).toBeNull();
    await expect(shorten(place(60), address)).rejects.toMatchObject({ code: "answer-links-waiting" });
    expect(await shorten(place(0), address)).toBe(first);
    expect(await shorten(place(60), "203.0.113.10")).toMatch(/^\w{13}$/);
  });

  test("goes when nobody uses it; what is on paper stays", async () => {
    await database.withSystem((tx) => tx.answerLink.deleteMany({}));
    const [never, opened, printed, recent] = await Promise.all([0, 1, 2, 3].map(async (x) => shorten(await placeAt(world, 5 * x, 5))));
    const day = (ago: number) => new Date(Date.now() - ago * 86_400_000);
    const set = (id: string | undefined, data: object) =>
      database.withSystem((tx) => tx.answerLink.update({ where: { portalId_id: { portalId: world.portalId, id: id ?? "" } }, data }));
    await set(never, { madeOn: day(40) });
    await set(opened, { madeOn: day(600), openedOn: day(500) });
    await set(printed, { madeOn: day(600), openedOn: day(500), printedOn: day(550) });
    await set(recent, { madeOn: day(600), openedOn: day(10) });
    expect(await sweepAnswerLinks(world.core)).toBe(2);
    expect((await rows()).map(({ id }) => id).sort()).toEqual([printed, recent].sort());
  });

  test("gives a printed shape a code that can be verified, which a long shape cannot hold itself", async () => {
    const wanted = { portalId: world.portalId, place: drawn, locale: "fr" } as const;
    const bare = await (await prepareReport(world.core, visitor, wanted)).read();
    expect(bare.report.verify).toBeNull();
    const id = await shorten(drawn);
    const print = await linkForPrint(world.core, world.portalId, drawn);
    expect(print.link).toBe(id);
    const { report } = await (await prepareReport(world.core, visitor, { ...wanted, ...print })).read();
    const token = new URL(report.verify ?? "").searchParams.get("r") ?? "";
    expect(readCode(Buffer.from(token.split(".")[1] ?? "", "base64url"))?.asked).toEqual({ kind: "link", id });
    expect(await verifyReport(world.core, token)).toMatchObject({ outcome: "unchanged" });
  });
});

test("ids have 65 bits, and any two places have different ones", () => {
  const key = Buffer.alloc(32, 7);
  const point = fc.record({ lon: fc.double({ min: -180, max: 180, noNaN: true }), lat: fc.double({ min: -85, max: 85, noNaN: true }) });
  fc.assert(
    fc.property(
      fc.uniqueArray(point, {
        minLength: 2,
        maxLength: 50,
        selector: ({ lon, lat }) => `${Number(lon.toFixed(7)) + 0} ${Number(lat.toFixed(7)) + 0}`,
      }),
      (points) => {
        const ids = points.map(({ lon, lat }) => linkIdOf(key, keptPlace({ kind: "point", lon, lat, precision: "exact" })));
        expect(new Set(ids).size).toBe(points.length);
        for (const id of ids) expect(id).toMatch(/^[0-9a-hjkmnp-tv-z]{13}$/);
      },
    ),
  );
  const firsts = new Set(
    Array.from({ length: 500 }, (_, lon) => linkIdOf(key, { kind: "point", lon: lon / 10, lat: 1, precision: "exact" })[0]),
  );
  expect(firsts.size).toBe(32);
});
