import { createPortalInput } from "@archipel/contracts/portals.ts";
import { saveLegalInput } from "@archipel/contracts/site-legal.ts";
import { saveNavigationInput, saveRedirectInput } from "@archipel/contracts/site-navigation.ts";
import type { Database } from "@archipel/database/database.ts";
import type { PolygonGeometry } from "@archipel/geo/geojson.ts";
import { createCommunity, createPortal } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildTestLayer } from "../../layer-store/tables/test-layer.ts";
import { createPortal as openPortal } from "../portals/service.ts";
import { convertOldHomes } from "./homes/convert-homes.ts";
import { getLegal, saveLegal } from "./legal/service.ts";
import { getNavigation, saveNavigation } from "./navigation/service/menus.ts";
import { listRedirects, saveRedirect } from "./navigation/service/redirects.ts";
import { followRedirect, readFrame, readLegal, readPage, readValues } from "./service/read.ts";
import { codeOf, type SiteWorld, siteWorld } from "./testing/site-world.ts";
import { computeValues } from "./values/compute.ts";

let database: Database;
let on: SiteWorld;
beforeAll(async () => {
  database = await openTestDatabase();
  on = await siteWorld(database);
});
afterAll(() => database.close());

const frame = async () => readFrame(on.core, await on.visit());

describe("menus", () => {
  const input = (navigation: object, basedOn: number) =>
    saveNavigationInput.parse({ communityId: on.communityId, portalId: on.portalId, basedOn, navigation });

  it("leave out what leads nowhere for visitors, and list it for managers", async () => {
    const page = await on.create({ slug: "menu", title: { fr: "Menu" } });
    const nobody = "0198c0de-0000-4000-8000-000000000000";
    const entry = (key: string, link: object | undefined, children: object[] = []) => ({
      key,
      label: { fr: key },
      ...(link && { link }),
      children,
    });
    const header = [
      entry("carte", { to: "map" }),
      entry("page", { to: "page", id: page.id }),
      entry("groupe", undefined, [{ key: "perdu", label: { fr: "Perdu" }, link: { to: "dataset", id: nobody } }]),
    ];
    const before = await frame();
    expect(before.header).toBeNull();
    const saved = await saveNavigation(on.core, on.manager, input({ header }, 0));
    expect(saved.dangling).toMatchObject([
      { path: ["header", 1, "link"], reason: "hidden" },
      { path: ["header", 2, "children", 0, "link"], reason: "gone" },
    ]);
    const hidden = await frame();
    expect(hidden.header?.map(({ key }) => key)).toEqual(["carte"]);
    expect(hidden.revision).not.toBe(before.revision);
    await on.publish(page.id, 1);
    const shown = await frame();
    expect(shown.header?.map(({ key }) => key)).toEqual(["carte", "page"]);
    expect(shown.targets.pages).toEqual([{ id: page.id, slug: "menu", title: { fr: "Menu" } }]);
    expect((await getNavigation(on.core, on.manager, on.portalId)).dangling).toHaveLength(1);
    expect(await codeOf(saveNavigation(on.core, on.colleague, input({}, 0)))).toBe("site-part-changed");
  });

  it("have no third level, no address that a browser runs, and a limit", () => {
    const link = { to: "home" };
    const label = { fr: "x" };
    const attempt = (navigation: object) =>
      saveNavigationInput.safeParse({ communityId: on.communityId, portalId: on.portalId, basedOn: 0, navigation }).success;
    expect(attempt({ header: [{ key: "aaaa", label, link, children: [{ key: "bbbb", label, link }] }] })).toBe(true);
    expect(attempt({ header: [{ key: "aaaa", label, link, children: [{ key: "bbbb", label, link, children: [] }] }] })).toBe(false);
    expect(attempt({ social: [{ key: "aaaa", network: "mastodon", address: "javascript:alert(1)" }] })).toBe(false);
    expect(attempt({ header: Array.from({ length: 9 }, (_, index) => ({ key: `aaaa${index}`, label, link })) })).toBe(false);
  });
});

describe("redirects", () => {
  const redirect = (from: string, link: object) => {
    const read = saveRedirectInput.safeParse({ communityId: on.communityId, portalId: on.portalId, from, link });
    return read.success ? codeOf(saveRedirect(on.core, on.manager, read.data)) : Promise.resolve("invalid");
  };
  const own = async (path: string) => {
    const [host] = await database.withSystem((tx) => tx.portalHost.findMany({ where: { portalId: on.portalId } }));
    return { to: "address", address: `http://${host?.host}${path}` };
  };

  it("lead from an old path to what everyone may see", async () => {
    expect(await redirect("/dossiers/Plan été.html", { to: "map" })).toBe("invalid");
    expect(await redirect("/dossiers/plan-été.html/", { to: "map" })).toBe("done");
    const follow = async (path: string) => (await followRedirect(on.core, await on.visit(), path))?.link.to;
    expect(await follow("/dossiers/plan-%C3%A9t%C3%A9.html")).toBe("map");
    expect(await follow("/dossiers/plan-e\u0301te\u0301.html")).toBe("map");
    expect(await follow("/dossiers/%zz")).toBeUndefined();
  });

  it.each(["//evil.example", "https://evil.example/", "relatif", "/a b", "/a?b", "/\u0000", "/"])("do not begin at %j", async (from) => {
    expect(await redirect(from, { to: "home" })).toBe("invalid");
  });

  it("neither replace the portal's own addresses nor turn in circles", async () => {
    expect(await redirect("/map", { to: "home" })).toBe("redirect-own-path");
    expect(await redirect("/catalogue/x", { to: "home" })).toBe("redirect-own-path");
    expect(await redirect("/rond-a", await own("/fr/rond-b"))).toBe("done");
    expect(await redirect("/rond-b", await own("/rond-c/"))).toBe("done");
    expect(await redirect("/rond-c", await own("/en/rond-a"))).toBe("redirect-loop");
    expect(await redirect("/seul", await own("/seul"))).toBe("redirect-loop");
    expect(await redirect("/rond-c", { to: "address", address: "https://www.example.org/rond-a" })).toBe("done");
    expect((await listRedirects(on.core, on.manager, on.portalId)).redirects.map(({ from }) => from)).toContain("/rond-c");
  });
});

describe("legal pages", () => {
  it("say what is missing until they are filled, and begin with what the portal's settings say", async () => {
    await database.withSystem((tx) =>
      tx.portal.update({
        where: { id: on.portalId },
        data: { content: { legalName: "Ville de Port", contactEmail: "mairie@port.example" } },
      }),
    );
    const first = await getLegal(on.core, on.manager, on.portalId);
    expect([first.revision, first.legal.publisher.name, first.legal.contact.mail]).toEqual([0, "Ville de Port", "mairie@port.example"]);
    expect(first.missing.map(({ what }) => what)).toContain("director");
    expect((await frame()).legal).toEqual({ isComplete: false, accessibility: "not-assessed" });
    const legal = {
      ...first.legal,
      publisher: { name: "Ville de Port", address: "1 quai du Port" },
      director: { name: "Maire de Port" },
      host: { name: "Hébergeur", address: "2 rue des Serveurs" },
      privacy: {
        controller: "Ville de Port",
        officer: { mail: "dpd@port.example" },
        purposes: [{ purpose: { fr: "Répondre" }, kept: { fr: "Un an" } }],
      },
      accessibility: {
        state: "full",
        grid: { images: { passed: 5, failed: 4, notApplicable: 0 }, links: { passed: 2 } },
        declaredOn: "2026-11-01",
        contact: { mail: "acces@port.example" },
        failures: { fr: "Des images." },
      },
    };
    const save = (change: object, basedOn: number) =>
      saveLegal(
        on.core,
        on.manager,
        saveLegalInput.parse({ communityId: on.communityId, portalId: on.portalId, basedOn, legal: { ...legal, ...change } }),
      );
    // Seven of eleven criteria hold: that is partial, not full.
    const contradicted = await save({}, 0);
    expect([contradicted.rate, contradicted.missing.map(({ what }) => what)]).toEqual([7 / 11, ["accessibility-contradiction"]]);
    const complete = await save({ accessibility: { ...legal.accessibility, state: "partial" } }, 1);
    expect(complete.missing).toEqual([]);
    expect((await frame()).legal).toEqual({ isComplete: true, accessibility: "partial" });
    expect((await readLegal(on.core, await on.visit())).legal.director.name).toBe("Maire de Port");
    expect(await codeOf(save({}, 1))).toBe("site-part-changed");
  });

  it("have a grid of no more criteria than the standard has", () => {
    const legal = (images: object) => ({ accessibility: { grid: { images } } });
    const attempt = (images: object) =>
      saveLegalInput.safeParse({ communityId: on.communityId, portalId: on.portalId, basedOn: 0, legal: legal(images) }).success;
    expect([attempt({ passed: 9 }), attempt({ passed: 8, failed: 2 }), attempt({ passed: -1 })]).toEqual([true, false, false]);
  });
});

describe("figures and charts", () => {
  const layerOf = async (visibility: string) => {
    const made = await buildTestLayer(database, on.communityId, {
      geometry: { type: "Polygon", srid: 4326, hasZ: false },
      fields: [
        { name: "type", column: "type", type: "text", rule: { values: [{ value: "U", label: "Urbaine" }] } },
        { name: "lots", column: "lots", type: "integer" },
        { name: "secret", column: "secret", type: "integer", isHidden: true },
        { name: "le", column: "le", type: "date" },
      ],
      features: [
        { values: ["U", 3, 1, "2024-05-01"], geometry: square(2, 46) },
        { values: ["U", 4, 1, "2025-05-01"], geometry: square(2.1, 46) },
        { values: ["N", 10, 1, "2025-06-01"], geometry: square(2.2, 46) },
        { values: [null, 1, 1, null], geometry: square(2.3, 46) },
      ],
    });
    await database.withSystem(async (tx) => {
      await tx.dataset.update({ where: { id: made.datasetId }, data: { visibility } });
      await tx.portalDataset.create({ data: { portalId: on.portalId, datasetId: made.datasetId, communityId: on.communityId } });
    });
    return made.layerId;
  };
  /** A thousandth of a degree on each side: 77.4 × 111.2 m at 46° north. */
  const square = (lon: number, lat: number): PolygonGeometry => {
    const [east, north] = [lon + 0.001, lat + 0.001];
    return {
      type: "Polygon",
      coordinates: [
        [
          [lon, lat],
          [east, lat],
          [east, north],
          [lon, north],
          [lon, lat],
        ],
      ],
    };
  };

  it("are computed from the layers that everyone may see; each alone may fail", async () => {
    const [open, closed] = [await layerOf("public"), await layerOf("members")];
    const figure = (values: object) => ({ label: { fr: "x" }, figure: { of: "layer", layer: open, ...values } });
    const page = await on.create({
      slug: "chiffres",
      title: { fr: "Chiffres" },
      blocks: [
        {
          id: "figures1",
          type: "figures",
          v: 1,
          props: {
            items: [
              figure({ measure: "count" }),
              figure({ measure: "sum", column: "lots" }),
              figure({ measure: "average", column: "lots" }),
              figure({ measure: "area" }),
              figure({ measure: "sum", column: "type" }),
              figure({ measure: "max", column: "secret" }),
              figure({ measure: "sum" }),
              figure({ layer: closed, measure: "count" }),
            ],
          },
        },
        { id: "chart1", type: "chart", v: 1, props: { layer: open, column: { fr: "type" } } },
        { id: "chart2", type: "chart", v: 1, props: { layer: open, column: { fr: "le" }, measure: "sum", summed: { fr: "lots" } } },
        { id: "chart3", type: "chart", v: 1, props: { layer: closed, column: { fr: "type" } } },
        { id: "chart4", type: "chart", v: 1, props: { layer: open, column: { fr: "type" }, measure: "area", most: 2 } },
        { id: "counts", type: "figures", v: 1, props: {} },
      ].map((block) => ({ ...block, id: block.id.padEnd(6, "0") })) as never,
    });
    await on.publish(page.id, 1);
    const values = await readValues(on.core, await on.visit(), "chiffres");
    const of = (block: string) => values.figures.filter((one) => one.block === block).map(({ value, failure }) => failure ?? value);
    const measured = of("figures1");
    expect([...measured.slice(0, 3), ...measured.slice(4)]).toEqual([4, 18, 4.5, "not-numeric", "gone", "incomplete", "gone"]);
    // Four rectangles of 0.86 ha.
    expect(measured[3]).toBeGreaterThan(3.4);
    expect(measured[3]).toBeLessThan(3.5);
    expect(of("counts")).toEqual([1, 1, 4]);
    const chart = (block: string) => values.charts.find((one) => one.block === block);
    expect(chart("chart1")).toMatchObject({
      points: [
        { label: "Urbaine", value: 2 },
        { label: "N", value: 1 },
      ],
      others: 1,
      unit: null,
    });
    expect(chart("chart2")).toMatchObject({
      points: [
        { label: "2024", value: 3 },
        { label: "2025", value: 14 },
      ],
      others: 1,
    });
    expect(chart("chart3")).toMatchObject({ points: [], failure: "gone" });
    expect(chart("chart4")?.unit).toBe("ha");
    // A manager's call does not widen what everyone reads.
    expect(await computeValues(on.core, on, page.draft.blocks)).toEqual(values);
  });
});

describe("a portal", () => {
  it("that is created has the home of its theme as a page of its own", async () => {
    const input = {
      communityId: on.communityId,
      name: "Neuf",
      slug: `neuf-${Date.now()}`,
      baseTheme: "risques",
      view: { lon: 2, lat: 46, zoom: 8 },
    };
    const portal = await openPortal(on.core, on.manager, createPortalInput.parse({ ...input, isOnline: true }));
    const visit = { ...(await on.visit()), portalId: portal.id };
    const home = await readPage(on.core, visit, null);
    expect([home?.kind, home?.id === null, (home?.blocks.length ?? 0) > 2]).toEqual(["home", false, true]);
  });

  it("with a home in the older shape gets a page of it, once, and nothing is lost", async () => {
    const { id: communityId } = await createCommunity(database);
    const { id: portalId } = await createPortal(database, communityId);
    const old = {
      question: { fr: "Où habitez-vous ?" },
      blocks: [{ kind: "text", title: { fr: "Bienvenue" }, text: { fr: "Un *mot*." } }],
    };
    const broken = await createPortal(database, communityId);
    await database.withSystem(async (tx) => {
      await tx.siteOldHome.create({ data: { portalId, communityId, content: old } });
      await tx.siteOldHome.create({ data: { portalId: broken.id, communityId, content: { blocks: "nonsense" } } });
    });
    expect(await Promise.all([convertOldHomes(on.core), convertOldHomes(on.core)]).then(([a, b]) => a + b)).toBe(1);
    const visit = { ...(await on.visit()), portalId };
    const home = await readPage(on.core, visit, null);
    expect(home?.blocks).toMatchObject([
      { type: "hero", props: { question: { fr: "Où habitez-vous ?" } } },
      { type: "text", props: { title: { fr: "Bienvenue" }, text: { fr: "Un \\*mot\\*." } } },
    ]);
    const kept = await database.withSystem((tx) => tx.siteOldHome.findUniqueOrThrow({ where: { portalId } }));
    expect([kept.content, kept.convertedAt !== null]).toEqual([old, true]);
    expect(await convertOldHomes(on.core)).toBe(0);
  });
});
