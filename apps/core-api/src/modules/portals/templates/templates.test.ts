import { randomUUID } from "node:crypto";
import { provenCommunityId } from "@archipel/contracts/ids.ts";
import { createPortalInput, saveTemplateInput, TEMPLATES_MAX } from "@archipel/contracts/portals.ts";
import { saveNavigationInput } from "@archipel/contracts/site-navigation.ts";
import type { Database } from "@archipel/database/database.ts";
import { createDataset } from "@archipel/testing/factories.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { storedBytes } from "../../../kernel/storage-quota.ts";
import { saveNavigation } from "../../site/navigation/service/menus.ts";
import { codeOf, siteWorld, textBlock } from "../../site/testing/site-world.ts";
import { createPortal } from "../service.ts";
import { deleteTemplate, listTemplates, openTemplate, renameTemplate, saveTemplate } from "./service.ts";

let database: Database;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());

const key = `sha256/${"c".repeat(64)}`;

/** A portal with two pages that link to each other, a picture, data and menus. */
async function world() {
  const on = await siteWorld(database);
  const { core, communityId, portalId, manager } = on;
  const dataset = await createDataset(database, communityId);
  const picture = randomUUID();
  const media = {
    id: picture,
    communityId,
    portalId,
    name: "Quai",
    width: 10,
    height: 10,
    size: 700,
    variants: [{ width: 10, height: 10, format: "webp", key }],
  };
  const unused = { ...media, id: randomUUID(), variants: [], size: 1 };
  await database.withSystem((tx) => tx.siteMedia.createMany({ data: [media, unused] }));
  const shown = { file: picture, alt: { fr: "Le quai" } };
  const second = await on.create({ slug: "services", title: { fr: "Services" }, blocks: [textBlock("servic01", "Nos services")] });
  const cards = {
    id: "cards001",
    type: "cards",
    v: 1,
    props: {
      title: { fr: "Entrées" },
      items: [
        { title: { fr: "Une page" }, link: { to: "page", id: second.id }, picture: shown },
        { title: { fr: "Une donnée" }, link: { to: "dataset", id: dataset.id } },
      ],
    },
  };
  const counted = { of: "layer", layer: randomUUID(), measure: "count" };
  const items = [
    { label: { fr: "Zones" }, figure: counted },
    { label: { fr: "Données" }, figure: { of: "datasets" } },
  ];
  const figures = { id: "figure01", type: "figures", v: 1, props: { items } };
  const first = await on.create({ slug: "bienvenue", title: { fr: "Bienvenue" }, blocks: [cards, figures] as never });
  await on.publish(first.id, first.revision);
  const header = [
    { key: "aller", label: { fr: "Aller" }, link: { to: "page", id: first.id } },
    { key: "donnee", label: { fr: "Donnée" }, link: { to: "dataset", id: dataset.id } },
    { key: "carte", label: { fr: "Carte" }, link: { to: "map", layers: [randomUUID()] } },
  ];
  await saveNavigation(core, manager, saveNavigationInput.parse({ communityId, portalId, basedOn: 0, navigation: { header } }));
  await database.withSystem((tx) => tx.portal.update({ where: { id: portalId }, data: { tagline: { fr: "Le port" } } }));
  const save = (name: string, { isShared = false, actor = manager } = {}) =>
    saveTemplate(core, actor, saveTemplateInput.parse({ communityId, portalId, name, description: "Pour un port", isShared }));
  const begin = (templateId: string | undefined, actor = manager) => {
    const view = { lon: 2, lat: 46, zoom: 6 };
    const input = { communityId: actor.communityId, name: "Autre", slug: `autre-${randomUUID().slice(0, 8)}`, baseTheme: "neutral", view };
    return createPortal(core, actor, createPortalInput.parse({ ...input, ...(templateId && { templateId }) }));
  };
  const operator = { ...manager, isOperator: true };
  await database.withSystem((tx) => tx.user.update({ where: { id: manager.userId }, data: { isOperator: true } }));
  return { ...on, draft: on.save, save, begin, operator, datasetId: dataset.id, picture, pageIds: [first.id, second.id] };
}

const siteIn = (portalId: string) =>
  database.withSystem(async (tx) => ({
    pages: await tx.sitePage.findMany({ where: { portalId }, include: { draft: true, published: true }, orderBy: { slug: "asc" } }),
    media: await tx.siteMedia.findMany({ where: { portalId } }),
    menus: await tx.sitePart.findFirst({ where: { portalId, part: "navigation" } }),
  }));

describe("a template of a community", () => {
  it("keeps pages, menus, texts and shown pictures; no data, and no number that needs them", async () => {
    const on = await world();
    const [template] = await on.save("Port");
    expect(template).toMatchObject({
      name: "Port",
      description: "Pour un port",
      tagline: { fr: "Le port" },
      pages: 2,
      pictures: 1,
      isOwn: true,
    });
    const row = await database.withSystem((tx) => tx.portalTemplate.findFirstOrThrow({ where: { id: template?.id ?? "" } }));
    const kept = JSON.stringify(row.content);
    expect(kept).toContain("Une donnée");
    expect(kept).not.toContain(on.datasetId);
    expect(kept).not.toContain('"layer"');
    expect(kept).toContain('"layers":[]');
    expect(kept).not.toContain("Zones");
    const opened = await openTemplate(on.core, on.manager, template?.id ?? "");
    expect(opened.drawn.map(({ slug, blocks }) => [slug, blocks.map(({ type }) => type)])).toEqual([
      ["services", ["text"]],
      ["bienvenue", ["cards", "figures"]],
    ]);
  });

  it("becomes pages of a new portal, whose links, menus and pictures are its own", async () => {
    const on = await world();
    const [template] = await on.save("Port");
    const portal = await on.begin(template?.id);
    const { pages, media, menus } = await siteIn(portal.id);
    const [home, first, second] = [undefined, "bienvenue", "services"].map((slug) => pages.find((page) => page.slug === (slug ?? null)));
    // The template has no home: the theme's is there, as on any new portal.
    expect(home?.status).toBe("published");
    expect([first?.status, second?.status]).toEqual(["published", "draft"]);
    const said = JSON.stringify([first?.draft?.content, menus?.content]);
    for (const before of [...on.pageIds, on.picture]) expect(said).not.toContain(before);
    // A link to a page that is copied later is the copy's, too.
    expect(JSON.stringify(first?.draft?.content)).toContain(second?.id);
    expect(JSON.stringify(menus?.content)).toContain(first?.id);
    expect(JSON.stringify(menus?.content)).not.toContain("Donnée");
    expect(media).toMatchObject([{ name: "Quai", communityId: on.communityId, uploadedById: on.manager.userId }]);
    expect(said).toContain(media[0]?.id);
    const templates = await deleteTemplate(on.core, on.manager, template?.id ?? "");
    expect(templates.filter(({ isOwn }) => isOwn)).toEqual([]);
    expect((await siteIn(portal.id)).media).toHaveLength(1);
  });

  it("counts its pictures in what the community stores, and keeps their bytes after the portal", async () => {
    const on = await world();
    const bytes = async () => (await database.sqlAs({ role: "system" }, (sql) => storedBytes(sql, on.communityId))).get(on.communityId);
    const before = (await bytes()) ?? 0;
    const [template] = await on.save("Port");
    expect(await bytes()).toBe(before + 700);
    await database.withSystem((tx) => tx.portal.delete({ where: { id: on.portalId } }));
    const owners = await database.withSystem((tx) => tx.objectReference.findMany({ where: { key, ownerId: template?.id ?? "" } }));
    expect(owners).toHaveLength(1);
  });

  it("has a name of its own, which can be changed, and the community keeps so many", async () => {
    const on = await world();
    const [template] = await on.save("Port");
    expect(await codeOf(on.save("Port"))).toBe("template-name-taken");
    await on.save("Quai");
    const rename = (name: string) =>
      renameTemplate(on.core, on.manager, { communityId: on.communityId, templateId: template?.id ?? "", name, description: "" });
    expect(await codeOf(rename("Quai"))).toBe("template-name-taken");
    expect((await rename("Phare")).map(({ name }) => name).slice(0, 2)).toEqual(["Phare", "Quai"]);
    const more = Array.from({ length: TEMPLATES_MAX - 2 }, (_, index) => ({
      communityId: on.communityId,
      name: `M ${index}`,
      baseTheme: "neutral",
      locales: ["fr"],
      content: {},
    }));
    await database.withSystem((tx) => tx.portalTemplate.createMany({ data: more }));
    expect(await codeOf(on.save("Trop"))).toBe("templates-too-many");
  });

  it("is nothing to another community, and goes with its own", async () => {
    const on = await world();
    const [template] = await on.save("Port");
    const stranger = (await siteWorld(database)).manager;
    const id = template?.id ?? "";
    expect((await listTemplates(on.core, stranger)).some((one) => one.id === id)).toBe(false);
    expect(await codeOf(openTemplate(on.core, stranger, id))).toBe("template-not-found");
    expect(await codeOf(deleteTemplate(on.core, stranger, id))).toBe("template-not-found");
    expect(await codeOf(on.begin(id, stranger))).toBe("template-not-found");
    await database.withSystem((tx) => tx.community.delete({ where: { id: on.communityId } }));
    expect(await database.withSystem((tx) => tx.portalTemplate.count({ where: { id } }))).toBe(0);
  });
});

it("a blank portal has an opening and nothing else; any other has the home of its theme", async () => {
  const on = await siteWorld(database);
  const begin = async (more: object) => {
    const view = { lon: 2, lat: 46, zoom: 6 };
    const input = {
      communityId: on.communityId,
      name: "Vierge",
      slug: `vierge-${randomUUID().slice(0, 8)}`,
      baseTheme: "neutral",
      view,
      ...more,
    };
    const { id } = await createPortal(on.core, on.manager, createPortalInput.parse(input));
    const { pages } = await siteIn(id);
    const content = pages[0]?.published?.content as { blocks: { type: string }[] } | undefined;
    return content?.blocks.map(({ type }) => type);
  };
  expect(await begin({ isBlank: true })).toEqual(["hero"]);
  expect(await begin({})).toEqual(["hero", "datasets", "figures"]);
});

describe("a template for all communities", () => {
  it("is offered by operators only, without pictures", async () => {
    const on = await world();
    expect(await codeOf(on.save("Pour tous", { isShared: true }))).toBe("operators-only");
    const mine = await on.save("Pour tous", { isShared: true, actor: on.operator });
    const id = mine.find(({ name }) => name === "Pour tous")?.id ?? "";
    const away = await siteWorld(database);
    const offered = (await listTemplates(away.core, away.manager)).find((one) => one.id === id);
    // The page that nobody published stays.
    expect(offered).toMatchObject({ isOwn: false, isShared: true, pictures: 0, pages: 1 });
    const portal = await on.begin(id, away.manager);
    const { pages, media } = await siteIn(portal.id);
    expect(media).toEqual([]);
    expect(pages.map(({ communityId }) => communityId)).toEqual(pages.map(() => away.communityId));
    const said = JSON.stringify(pages.map(({ draft }) => draft?.content));
    for (const foreign of [on.picture, on.datasetId, on.communityId, on.portalId, ...on.pageIds]) expect(said).not.toContain(foreign);
    // Its own managers take it back; others cannot, and nobody but an operator gives it another name.
    expect(await codeOf(deleteTemplate(away.core, away.manager, id))).toBe("template-not-found");
    const naming = { communityId: on.communityId, templateId: id, name: "Autrement", description: "" };
    expect(await codeOf(renameTemplate(on.core, on.manager, naming))).toBe("operators-only");
    await deleteTemplate(on.core, on.manager, id);
    expect((await listTemplates(away.core, away.manager)).some((one) => one.id === id)).toBe(false);
  });

  it("is hidden while its community is suspended", async () => {
    const on = await world();
    await on.save("Suspendu", { isShared: true, actor: on.operator });
    const away = await siteWorld(database);
    const seen = async () => (await listTemplates(away.core, away.manager)).some(({ name }) => name === "Suspendu");
    expect(await seen()).toBe(true);
    await database.withSystem((tx) =>
      tx.community.update({ where: { id: provenCommunityId(on.communityId) }, data: { status: "suspended" } }),
    );
    expect(await seen()).toBe(false);
  });

  it("shows to strangers what visitors read, and no name, id or draft of its community", async () => {
    const on = await world();
    const hidden = { ...textBlock("hidden01", "SECRET of a hidden block"), isHidden: true };
    const map = { id: "mapblk01", type: "map", v: 1, props: { map: randomUUID() } };
    const open = await on.create({
      slug: "ouverte",
      title: { fr: "Ouverte" },
      blocks: [textBlock("open0001", "Dit à tous"), hidden, map] as never,
    });
    const { revision } = await on.publish(open.id, open.revision);
    await on.draft(open.id, revision, { title: { fr: "SECRET of a later draft" } });
    await on.create({ slug: "brouillon", title: { fr: "SECRET of a draft" }, blocks: [textBlock("draft001", "SECRET")] });
    await database.withSystem((tx) => tx.user.update({ where: { id: on.manager.userId }, data: { name: "SECRET Person" } }));
    const mine = await on.save("Ouvert", { isShared: true, actor: on.operator });
    const id = mine.find(({ name }) => name === "Ouvert")?.id ?? "";
    const away = await siteWorld(database);
    const listed = (await listTemplates(away.core, away.manager)).filter((one) => one.id === id);
    const opened = await openTemplate(away.core, away.manager, id);
    const { id: portalId } = await on.begin(id, away.manager);
    const begun = await siteIn(portalId);
    const seen = JSON.stringify([listed, opened, begun]);
    expect(seen).toContain("Dit à tous");
    expect(seen).not.toContain("SECRET");
    const foreign = [on.communityId, on.portalId, on.manager.userId, on.colleague.userId, on.datasetId, on.picture, ...on.pageIds, open.id];
    expect(foreign.filter((one) => seen.includes(one))).toEqual([]);
    // The row itself holds no more: a copy of the platform's database shows it too.
    const select = { content: true, theme: true, tagline: true, pictures: true };
    const row = await database.withSystem((tx) => tx.portalTemplate.findUniqueOrThrow({ where: { id }, select }));
    expect(JSON.stringify(row)).not.toContain("SECRET");
  });

  it("that is stored with hostile content shows none of it, and begins a portal", async () => {
    const on = await world();
    const bad = "javascript:alert(document.cookie)";
    const card = (link: object) => ({ id: "cards001", type: "cards", v: 1, props: { title: {}, items: [{ title: { fr: "Ici" }, link }] } });
    const page = (slug: unknown, blocks: unknown[]) => ({
      ...{ id: randomUUID(), slug, isPublished: true },
      content: { title: { fr: "<script>alert(1)</script>", evil: bad }, description: 7, blocks, evil: bad },
    });
    const text = textBlock("text0001", "Texte", `<img src=x onerror=alert(1)> [lien](${bad})`);
    const content = {
      pages: [
        page("bonne", [
          text,
          card({ to: "url", url: bad }),
          card({ to: "page", id: bad }),
          { id: "x", type: "script", v: 1, props: { src: bad } },
        ]),
        page("../../admin", [text]),
        page("news", [text]),
        page("bonne", [text]),
        { id: bad, slug: "x", content: {} },
      ],
      menus: { header: [{ key: "k", label: { fr: "x" }, link: { to: "address", address: bad }, children: [] }], footer: bad },
    };
    const data = {
      name: "Hostile",
      baseTheme: "../../etc",
      theme: { colours: bad, css: bad },
      tagline: { fr: { evil: bad } },
      locales: [bad],
    };
    const { id } = await database.withSystem((tx) =>
      tx.portalTemplate.create({ data: { ...data, communityId: on.communityId, content: content as never, isShared: true } }),
    );
    const away = await siteWorld(database);
    const listed = (await listTemplates(away.core, away.manager)).find((one) => one.id === id);
    const opened = await openTemplate(away.core, away.manager, id);
    const portal = await on.begin(id, away.manager);
    const { pages, menus } = await siteIn(portal.id);
    const said = JSON.stringify([listed, opened, pages, menus]).replaceAll(`[lien](${bad})`, "");
    expect(said).not.toContain("javascript:");
    expect(pages.map(({ slug }) => slug).filter((slug) => slug !== null)).toEqual(["bonne"]);
  });
});
