import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { emptyDraft, type Followed, inputOf, isWorthKeeping, type ReportDraft } from "./draft.ts";
import { ReportStore } from "./store.ts";

const PORTAL = "0b7d1bc8-5f0c-4a7c-8c41-0d1f2c2e6a01";
let count = 0;
let name = "";
let store: ReportStore;
beforeEach(() => {
  count += 1;
  name = `reports-${count}`;
  store = new ReportStore(name);
});
afterEach(() => store.close());

const draft = (body = "Le trottoir est effondré"): ReportDraft => ({ ...emptyDraft(PORTAL, "fr"), body });
const received = (report: ReportDraft): Followed => ({
  id: `received ${report.id}`,
  draftId: report.id,
  portalId: PORTAL,
  number: 12,
  status: "submit",
  review: "held",
  follow: "secret",
  body: report.body,
  sentAt: 1,
});

describe("drafts", () => {
  it("survive the page, photos included", async () => {
    const photo = { key: "a", name: "rue.jpg", type: "image/jpeg", bytes: new Uint8Array([255, 216, 255]).buffer, sent: null };
    const written = { ...draft(), files: [photo], place: { lon: 3.1, lat: 47.2 } };
    await store.saveDraft(written);
    await store.close();
    store = new ReportStore(name);
    const found = await store.draft(PORTAL);
    expect(found).toEqual(written);
    expect([...new Uint8Array(found?.files[0]?.bytes ?? new ArrayBuffer(0))]).toEqual([255, 216, 255]);
  });

  it("are not restored by a late save", async () => {
    const written = draft();
    await store.saveDraft(written);
    await store.queue(written, 0);
    await store.saveDraft(written);
    expect(await store.draft(PORTAL)).toBeUndefined();
    await store.done(received(written));
    await store.saveDraft(written);
    expect(await store.draft(PORTAL)).toBeUndefined();
  });

  it("stay when another report of the portal is sent", async () => {
    const [one, other] = [draft("un"), draft("autre")];
    await store.saveDraft(other);
    await store.queue(one, 0);
    expect((await store.draft(PORTAL))?.id).toBe(other.id);
  });
});

describe("reports to send", () => {
  it("are in one place at a time", async () => {
    const report = draft();
    await store.saveDraft(report);
    await store.queue(report, 5);
    expect(await store.waiting()).toEqual([{ report, tries: 0, nextTry: 5, refusal: null }]);
    await store.done(received(report));
    expect(await store.waiting()).toEqual([]);
    expect(await store.followed(PORTAL)).toEqual([received(report)]);
    expect(await store.followed("another")).toEqual([]);
    // Another tab without this knowledge queues it again: it stays sent.
    await store.queue(report, 0);
    expect(await store.waiting()).toEqual([]);
  });

  it("are reopened without losing a draft that was started meanwhile", async () => {
    const [refused, begun] = [draft("refusé"), draft("commencé")];
    await store.queue(refused, 0);
    await store.saveDraft(begun);
    expect((await store.reopen(refused.id))?.body).toBe("refusé");
    expect((await store.draft(PORTAL))?.id).toBe(refused.id);
    expect((await store.waiting()).map(({ report, refusal }) => [report.id, refusal?.code])).toEqual([[begun.id, "report-unfinished"]]);
  });

  it("are not restored by an update of a deleted one", async () => {
    const report = draft();
    await store.queue(report, 0);
    const [waiting] = await store.waiting();
    await store.done(received(report));
    if (waiting) await store.keepWaiting({ ...waiting, tries: 3 });
    expect(await store.waiting()).toEqual([]);
  });

  it("notify listeners", async () => {
    let calls = 0;
    const stop = store.subscribe(() => {
      calls += 1;
    });
    await store.queue(draft(), 0);
    expect(calls).toBe(1);
    stop();
    await store.queue(draft(), 0);
    expect(calls).toBe(1);
  });
});

describe("a draft", () => {
  it("is worth keeping once it has content", () => {
    expect(isWorthKeeping({ ...draft(" "), place: { lon: 1, lat: 2 }, themeId: null })).toBe(false);
    expect(isWorthKeeping(draft())).toBe(true);
    expect(isWorthKeeping({ ...draft(""), values: { height: 3 } })).toBe(true);
  });

  it("contains only the fields of its theme, and an edit only if it changes something", () => {
    const key = "l/4";
    const base = { values: { name: "a" }, geometry: null };
    const change = {
      key,
      layerId: "l",
      operation: "update" as const,
      fid: 4,
      baseVersion: 2,
      base,
      label: "a",
      geometry: undefined,
      reason: "",
    };
    const fields = [{ name: "height", label: {}, help: {}, type: "number" as const, isMandatory: false, options: [] }];
    const written = { ...draft(" Mots "), values: { height: 2, of_another_theme: "x" }, change: { ...change, values: {} } };
    const place = { lon: 1, lat: 2 };
    expect(inputOf(written, place, fields, ["f"])).toMatchObject({
      body: "Mots",
      values: { height: 2 },
      proposedEdit: null,
      sketch: null,
      fileIds: ["f"],
    });
    expect(inputOf(written, place, fields, [])).not.toHaveProperty("email");
    const proposed = inputOf({ ...written, change: { ...change, values: { name: "b" } } }, place, fields, []);
    expect(proposed.proposedEdit).toEqual({ operation: "update", layerId: "l", fid: 4, baseVersion: 2, values: { name: "b" } });
  });
});

it("lists a report either as waiting or as sent, also while it changes from one to the other", async () => {
  const written = draft();
  await store.queue(written, 0);
  const seen: (readonly [number, number])[] = [];
  const read = () => store.kept(PORTAL).then(({ waiting, followed }) => seen.push([waiting.length, followed.length]));
  await Promise.all([read(), store.done(received(written)), read(), read()]);
  expect(seen.every(([waiting, followed]) => waiting + followed === 1)).toBe(true);
  expect(await store.kept("another portal")).toEqual({ waiting: [], followed: [] });
});
