import "fake-indexeddb/auto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { emptyDraft, type ReportDraft } from "../drafts/draft.ts";
import { ReportStore } from "../drafts/store.ts";
import { createQueue, waitAfter } from "./queue.ts";

const PORTAL = "0b7d1bc8-5f0c-4a7c-8c41-0d1f2c2e6a01";
const lost = () => new TypeError("Failed to fetch");
const answered = (httpStatus: number, code: string) =>
  Object.assign(new Error(code), { data: { httpStatus, domain: { code, params: {} } } });

/** A core-api that stores reports by id, as the real one does, and fails on demand. */
function world(store: ReportStore) {
  const state = { now: 1000, isOnline: true, failures: [] as (unknown | null)[], failAfterTaking: false, scheduled: [] as number[] };
  const reports = new Map<string, { number: number; fileIds: readonly string[] }>();
  const uploads: string[] = [];
  let calls = 0;
  const queue = createQueue({
    store,
    api: {
      async upload(_report, file, onShare) {
        onShare(1);
        uploads.push(file.name);
        return `id-of-${file.name}`;
      },
      async create(report, fileIds) {
        calls += 1;
        await Promise.resolve();
        const failure = state.failures.shift();
        if (failure && !state.failAfterTaking) throw failure;
        const known = reports.get(report.id) ?? { number: reports.size + 1, fileIds };
        reports.set(report.id, known);
        if (failure) throw failure;
        return {
          id: `received ${report.id}`,
          number: known.number,
          status: "submit" as const,
          review: "passed" as const,
          follow: "secret",
        };
      },
    },
    now: () => state.now,
    isOnline: () => state.isOnline,
    exclusively: (work) => work(),
    scheduleFlush: (moment) => state.scheduled.push(moment),
  });
  return { state, reports, uploads, queue, calls: () => calls };
}

let count = 0;
let store: ReportStore;
beforeEach(() => {
  count += 1;
  store = new ReportStore(`queue-${count}`);
});
afterEach(() => store.close());

const photo = (name: string) => ({ key: name, name, type: "image/jpeg", bytes: new ArrayBuffer(3), sent: null });
const report = (files: readonly string[] = []): ReportDraft => ({
  ...emptyDraft(PORTAL, "fr"),
  body: "Arbre tombé",
  files: files.map(photo),
});

describe("the sending queue", () => {
  it("sends at once, files first, and remembers the secret", async () => {
    const { queue, reports, uploads } = world(store);
    const mine = report(["a.jpg", "b.jpg"]);
    const shares: number[] = [];
    expect(await queue.send(mine, (share) => shares.push(share))).toMatchObject({ is: "sent", created: { number: 1 } });
    expect(uploads).toEqual(["a.jpg", "b.jpg"]);
    expect(shares).toEqual([0.5, 1]);
    expect(reports.get(mine.id)?.fileIds).toEqual(["id-of-a.jpg", "id-of-b.jpg"]);
    expect(await store.waiting()).toEqual([]);
    expect(await store.followed(PORTAL)).toMatchObject([{ draftId: mine.id, number: 1, follow: "secret", body: "Arbre tombé" }]);
  });

  it("keeps a report while there is no network, and sends it once afterwards", async () => {
    const { state, queue, reports, calls } = world(store);
    state.isOnline = false;
    expect(await queue.send(report())).toEqual({ is: "waiting", why: "offline" });
    await queue.flush(true);
    expect([calls(), (await store.waiting()).length]).toEqual([0, 1]);
    state.isOnline = true;
    await Promise.all([queue.flush(true), queue.flush(true), queue.flush()]);
    expect([calls(), reports.size, (await store.waiting()).length]).toEqual([1, 1, 0]);
    await queue.flush(true);
    expect(calls()).toBe(1);
  });

  it("sends the same report again when the answer was lost", async () => {
    const { state, queue, reports, calls } = world(store);
    state.failures = [lost()];
    state.failAfterTaking = true;
    expect(await queue.send(report())).toEqual({ is: "waiting", why: "later" });
    await queue.flush(true);
    expect([calls(), reports.size]).toEqual([2, 1]);
    expect(await store.followed(PORTAL)).toHaveLength(1);
  });

  it("loses nothing while the server fails, waits longer each time, and sends no photo twice", async () => {
    const { state, queue, uploads, calls } = world(store);
    state.failures = [answered(503, "internal"), answered(500, "internal"), answered(429, "too-many")];
    await queue.send(report(["a.jpg"]));
    expect(state.scheduled.at(-1)).toBe(state.now + waitAfter(1));
    await queue.flush();
    expect(calls()).toBe(1);
    for (let tries = 2; tries <= 3; tries += 1) {
      state.now = (await store.waiting())[0]?.nextTry ?? 0;
      await queue.flush();
      expect((await store.waiting())[0]).toMatchObject({ tries, nextTry: state.now + waitAfter(tries), refusal: null });
    }
    state.now = (await store.waiting())[0]?.nextTry ?? 0;
    await queue.flush();
    expect([calls(), uploads.length, (await store.waiting()).length]).toEqual([4, 1, 0]);
    expect(waitAfter(40)).toBe(30 * 60_000);
  });

  it("reports too many requests separately from server errors", async () => {
    const { state, queue } = world(store);
    state.failures = [answered(429, "too-many")];
    expect(await queue.send(report())).toEqual({ is: "waiting", why: "tooMany" });
  });

  it("sends a photo again when core-api has deleted it", async () => {
    const { state, queue, uploads } = world(store);
    state.failures = [lost()];
    await queue.send(report(["a.jpg"]));
    state.now += 21 * 3_600_000;
    await queue.flush();
    expect(uploads).toEqual(["a.jpg", "a.jpg"]);
  });

  it("keeps a refused report for its author, and does not retry it", async () => {
    const { state, queue, calls } = world(store);
    state.failures = [answered(400, "report-value-missing")];
    const mine = report();
    expect(await queue.send(mine)).toMatchObject({ is: "refused" });
    await queue.flush(true);
    expect(calls()).toBe(1);
    expect((await store.waiting())[0]?.refusal?.code).toBe("report-value-missing");
    expect((await store.reopen(mine.id))?.body).toBe("Arbre tombé");
    // Corrected and sent again, it is still the same report.
    expect(await queue.send({ ...mine, body: "Arbre tombé, rue des Lilas" })).toMatchObject({ is: "sent" });
    expect(await store.draft(PORTAL)).toBeUndefined();
  });

  it("sends from a browser without storage", async () => {
    await store.close();
    const { queue } = world(store);
    expect(await queue.send(report())).toMatchObject({ is: "sent" });
    store = new ReportStore(`queue-${count}-b`);
  });
});
