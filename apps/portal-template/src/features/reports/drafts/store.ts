import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Followed, ReportDraft } from "./draft.ts";

/** Why core-api refused a report. */
export interface Refusal {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** A report that was sent but has not reached core-api yet. */
export interface Waiting {
  readonly report: ReportDraft;
  readonly tries: number;
  /** Milliseconds since 1970. Not tried earlier, unless the network comes back. */
  readonly nextTry: number;
  /** core-api refused it: the author must change it. */
  readonly refusal: Refusal | null;
}

interface Schema extends DBSchema {
  /** One draft per portal. */
  drafts: { key: string; value: ReportDraft };
  waiting: { key: string; value: Waiting };
  /** By the ids of their drafts. */
  followed: { key: string; value: Followed };
}

/** Sent to every tab of the site when the store changed. */
const CHANNEL = "archipel-reports";
const ALL = ["drafts", "waiting", "followed"] as const;

/**
 * Reports in this browser, in IndexedDB: drafts, reports that wait to be sent, and sent ones. A report is always in exactly one of the
 * three: it moves between them in one transaction. Rejects when the browser has no storage.
 */
export class ReportStore {
  readonly #database: Promise<IDBPDatabase<Schema>>;
  readonly #channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(CHANNEL);
  readonly #listeners = new Set<() => void>();

  constructor(name = "archipel-reports") {
    this.#database = openDB<Schema>(name, 1, {
      upgrade(database) {
        for (const store of ALL) database.createObjectStore(store);
      },
    });
    // Each use reports the failure to its caller. Without this line it would also be an unhandled rejection.
    this.#database.catch(() => undefined);
    if (this.#channel) this.#channel.onmessage = () => this.#tell();
  }

  /** Calls back when any tab changed something. Returns a function that ends it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async draft(portalId: string): Promise<ReportDraft | undefined> {
    return (await this.#database).get("drafts", portalId);
  }

  /** Stores a draft, unless its report was sent in the meantime: a late save must not bring it back. */
  async saveDraft(draft: ReportDraft): Promise<void> {
    const tx = (await this.#database).transaction(ALL, "readwrite");
    const isGone =
      (await tx.objectStore("waiting").getKey(draft.id)) !== undefined || (await tx.objectStore("followed").getKey(draft.id)) !== undefined;
    if (!isGone) await tx.objectStore("drafts").put(draft, draft.portalId);
    await tx.done;
  }

  async dropDraft(portalId: string): Promise<void> {
    await (await this.#database).delete("drafts", portalId);
  }

  /** Moves a draft to the reports that wait. */
  async queue(report: ReportDraft, nextTry: number): Promise<void> {
    const tx = (await this.#database).transaction(ALL, "readwrite");
    if ((await tx.objectStore("followed").getKey(report.id)) === undefined) {
      await tx.objectStore("waiting").put({ report, tries: 0, nextTry, refusal: null }, report.id);
    }
    const draft = await tx.objectStore("drafts").get(report.portalId);
    if (draft?.id === report.id) await tx.objectStore("drafts").delete(report.portalId);
    await tx.done;
    this.#changed();
  }

  async waiting(): Promise<Waiting[]> {
    return (await this.#database).getAll("waiting");
  }

  /** The portal's reports of this browser, read at one moment: a report that was just sent is not in both lists. */
  async kept(portalId: string): Promise<{ waiting: Waiting[]; followed: Followed[] }> {
    const tx = (await this.#database).transaction(["waiting", "followed"], "readonly");
    const [waiting, followed] = await Promise.all([tx.objectStore("waiting").getAll(), tx.objectStore("followed").getAll()]);
    await tx.done;
    return {
      waiting: waiting.filter(({ report }) => report.portalId === portalId),
      followed: followed.filter((one) => one.portalId === portalId).toSorted((a, b) => b.sentAt - a.sentAt),
    };
  }

  async isWaiting(id: string): Promise<boolean> {
    return (await (await this.#database).getKey("waiting", id)) !== undefined;
  }

  /** Changes a report that still waits. Does nothing when it no longer waits. */
  async keepWaiting(waiting: Waiting): Promise<void> {
    const tx = (await this.#database).transaction("waiting", "readwrite");
    if ((await tx.store.getKey(waiting.report.id)) !== undefined) await tx.store.put(waiting, waiting.report.id);
    await tx.done;
    this.#changed();
  }

  /** A waiting report becomes the portal's draft again. The draft that was there waits in its place. */
  async reopen(id: string): Promise<ReportDraft | undefined> {
    const tx = (await this.#database).transaction(ALL, "readwrite");
    const found = await tx.objectStore("waiting").get(id);
    if (found) {
      const { report } = found;
      const other = await tx.objectStore("drafts").get(report.portalId);
      await tx.objectStore("waiting").delete(id);
      await tx.objectStore("drafts").put(report, report.portalId);
      const set: Waiting | undefined = other && { report: other, tries: 0, nextTry: 0, refusal: { code: "report-unfinished", params: {} } };
      if (set) await tx.objectStore("waiting").put(set, set.report.id);
    }
    await tx.done;
    this.#changed();
    return found?.report;
  }

  /** The author drops a report before it was sent. */
  async dropWaiting(id: string): Promise<void> {
    await (await this.#database).delete("waiting", id);
    this.#changed();
  }

  /** core-api has received the report. */
  async done(followed: Followed): Promise<void> {
    const tx = (await this.#database).transaction(ALL, "readwrite");
    await tx.objectStore("waiting").delete(followed.draftId);
    // Earlier versions kept it under its own id, beside the draft that still waited.
    await tx.objectStore("followed").delete(followed.id);
    await tx.objectStore("followed").put(followed, followed.draftId);
    await tx.done;
    this.#changed();
  }

  /** Reports sent from this browser, the latest first. */
  async followed(portalId: string): Promise<Followed[]> {
    const all = await (await this.#database).getAll("followed");
    return all.filter((one) => one.portalId === portalId).toSorted((a, b) => b.sentAt - a.sentAt);
  }

  async close(): Promise<void> {
    this.#channel?.close();
    (await this.#database).close();
  }

  #changed(): void {
    this.#tell();
    this.#channel?.postMessage("changed");
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
