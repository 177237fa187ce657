import { Readable } from "node:stream";
import type { Database } from "@archipel/database/database.ts";
import { openTestDatabase } from "@archipel/testing/test-database.ts";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anonymous, type MemberActor } from "../../../kernel/actor.ts";
import { readPage } from "../service/read.ts";
import { codeOf, type SiteWorld, siteWorld, textBlock } from "../testing/site-world.ts";
import { addMedia, getMedia, listMedia, readMedia, removeMedia, updateMedia, usesOfMedia } from "./service.ts";

let database: Database;
let on: SiteWorld;
beforeAll(async () => {
  database = await openTestDatabase();
  on = await siteWorld(database);
});
afterAll(() => database.close());

const photo = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: "#3a6ea5" } })
    .withExif({ IFD0: { Artist: "Somebody" } })
    .jpeg()
    .toBuffer();
const send = (content: Buffer, name = "port.jpg", actor: MemberActor = on.manager) =>
  addMedia(on.core, actor, on.portalId, { body: Readable.from([content]), senderLeft: null, name });
const named = (mediaId: string) => ({ communityId: on.communityId, mediaId });
const pictureBlock = (id: string, file: string) => ({ id, type: "picture", v: 1, props: { picture: { file, alt: { fr: "Le port" } } } });

describe("a picture of a portal", () => {
  it("is drawn in several widths without its metadata, and asks for a text", async () => {
    const media = await send(await photo(1_200, 600), "C:\\photos\\port\u202e.jpg");
    expect(media).toMatchObject({ name: "port.jpg", width: 1_200, height: 600, needsAlt: true });
    expect(media.variants.map(({ width, height }) => [width, height])).toEqual([
      [320, 160],
      [640, 320],
      [1_024, 512],
      [1_200, 600],
    ]);
    expect(media.variants[0]?.address).toBe(`/assets/portals/${on.portalId}/media/${media.id}/320`);
    const stored = await readMedia(on.core, anonymous, { portalId: on.portalId, mediaId: media.id, width: 640 });
    const bytes: Buffer[] = [];
    for await (const chunk of await on.core.storage.get(stored?.key ?? "")) bytes.push(chunk as Buffer);
    const { format, width, exif } = await sharp(Buffer.concat(bytes)).metadata();
    expect({ format, width, exif }).toEqual({ format: "webp", width: 640, exif: undefined });
    expect(await readMedia(on.core, anonymous, { portalId: on.portalId, mediaId: media.id, width: 641 })).toBeNull();
    const changed = await updateMedia(on.core, on.manager, { ...named(media.id), alt: { fr: "Le vieux port" } });
    expect([changed.needsAlt, changed.alt]).toEqual([false, { fr: "Le vieux port" }]);
    const found = await listMedia(on.core, on.manager, {
      communityId: on.communityId,
      portalId: on.portalId,
      query: "VIEUX jpg",
      limit: 30,
    });
    expect(found.items.map(({ id }) => id)).toEqual([media.id]);
  });

  it("is deleted only when no visitor sees it; drafts are named first", async () => {
    const { id } = await send(await photo(40, 20));
    const page = await on.create({ slug: "avec-image", title: { fr: "Avec image" }, blocks: [pictureBlock("aaaaaa", id)] as never });
    expect(await usesOfMedia(on.core, on.manager, id)).toEqual([
      { pageId: page.id, slug: "avec-image", title: { fr: "Avec image" }, isPublished: false },
    ]);
    await on.publish(page.id, 1);
    expect((await readPage(on.core, await on.visit(), "avec-image"))?.pictures.map((one) => one.id)).toEqual([id]);
    const remove = (isDropped = false) => removeMedia(on.core, on.manager, { ...named(id), isDropped });
    await expect(remove(true)).rejects.toMatchObject({ code: "media-in-use", params: { count: 1, pages: "Avec image" } });
    await on.save(page.id, 1, { blocks: [textBlock("bbbbbb", "Sans")] as never });
    await on.publish(page.id, 2);
    const key = (await readMedia(on.core, anonymous, { portalId: on.portalId, mediaId: id, width: 40 }))?.key ?? "";
    await on.save(page.id, 2, { blocks: [pictureBlock("aaaaaa", id)] as never });
    expect(await codeOf(remove())).toBe("media-in-draft");
    expect(await on.core.storage.stat(key)).not.toBeNull();
    await remove(true);
    expect(await on.core.storage.stat(key)).toBeNull();
    expect(await codeOf(getMedia(on.core, on.manager, id))).toBe("media-not-found");
  });

  it.each([
    ["media-format", Buffer.from("<html><svg onload=alert(1)></svg></html>")],
    ["media-format", Buffer.alloc(0)],
    ["media-svg", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">\n<script>alert(1)</script></svg>')],
    ["media-unreadable", Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.alloc(900)])],
  ])("is refused: %s", async (code, content) => {
    expect(await codeOf(send(content))).toBe(code);
  });

  it("counts in the storage that a community may use", async () => {
    const small = await siteWorld(database);
    await database.withSystem((tx) => tx.community.update({ where: { id: small.communityId }, data: { storageQuotaBytes: 10 } }));
    const sent = { body: Readable.from([await photo(40, 20)]), senderLeft: null, name: "x" };
    expect(await codeOf(addMedia(on.core, small.manager, small.portalId, sent))).toBe("storage-quota-reached");
  });

  it("is of one community", async () => {
    const { id } = await send(await photo(30, 20));
    const stranger = await siteWorld(database);
    const theirs = { communityId: stranger.communityId, mediaId: id };
    expect(await codeOf(removeMedia(on.core, stranger.manager, { ...theirs, isDropped: true }))).toBe("media-not-found");
    expect(await codeOf(updateMedia(on.core, stranger.manager, { ...theirs, credit: "x" }))).toBe("media-not-found");
    // A page of another portal that names it shows nothing.
    const page = await stranger.create({ slug: "volee", title: { fr: "Volée" }, blocks: [pictureBlock("aaaaaa", id)] as never });
    expect(page.pictures).toEqual([]);
  });
});
