import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Followed, ReportDraft } from "./draft.ts";

/** What core-api said against a report. */
export interface Refusal {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number>>;
}

/** A report that its author has sent and core-api does not have yet. */
export interface Waiting {
  readonly report: ReportDraft;
  readonly tries: number;
  /** Milliseconds since 1970: not tried before, unless the network comes back. */
  readonly nextTry: number;
  /** It will not be taken as it is: its author has to look at it again. */
  readonly refusal: Refusal | null;
}

interface Schema extends DBSchema {
  /** One draft for each portal. */
  drafts: { key: string; value: ReportDraft };
  waiting: { key: string; value: Waiting };
  followed: { key: string; value: Followed };
}

/** Told to every tab of the site when something in the store changed. */
const CHANNEL = "archipel-reports";
const ALL = ["drafts", "waiting", "followed"] as const;

/**
 * Reports in this browser, in IndexedDB: what is being written, what waits to be sent, what was sent. A report is in one of the three at
 * any moment: it moves between them in one transaction. Rejects where the browser keeps nothing.
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
    // Each use tells the failure to who asked; here it would only be told to nobody.
    this.#database.catch(() => undefined);
    if (this.#channel) this.#channel.onmessage = () => this.#tell();
  }

  /** Called when any tab changed something. Gives what ends it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async draft(portalId: string): Promise<ReportDraft | undefined> {
    return (await this.#database).get("drafts", portalId);
  }

  /** Keeps a draft, unless that report was sent in the meantime: a late save must not bring it back. */
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

  /** A draft becomes a report to send. */
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

  async isWaiting(id: string): Promise<boolean> {
    return (await (await this.#database).getKey("waiting", id)) !== undefined;
  }

  /** Changes a report that still waits; nothing when it does not any more. */
  async keepWaiting(waiting: Waiting): Promise<void> {
    const tx = (await this.#database).transaction("waiting", "readwrite");
    if ((await tx.store.getKey(waiting.report.id)) !== undefined) await tx.store.put(waiting, waiting.report.id);
    await tx.done;
    this.#changed();
  }

  /** A report to send becomes the portal's draft again. What was being written there waits in its place, to be looked at after it. */
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

  /** Its author gives a report up before it was sent. */
  async dropWaiting(id: string): Promise<void> {
    await (await this.#database).delete("waiting", id);
    this.#changed();
  }

  /** core-api has it. */
  async done(followed: Followed): Promise<void> {
    const tx = (await this.#database).transaction(ALL, "readwrite");
    await tx.objectStore("waiting").delete(followed.id);
    await tx.objectStore("followed").put(followed, followed.id);
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
