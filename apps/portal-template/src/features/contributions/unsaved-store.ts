import type { Change, Draft } from "@archipel/map/edit/draft.ts";
import { type DBSchema, type IDBPDatabase, openDB } from "idb";

/** Whose draft of which dataset. The person is part of it: on a shared computer nobody gets what somebody else drew. */
export interface UnsavedOwner {
  readonly userId: string;
  readonly communityId: string;
  readonly datasetId: string;
}

/** What core-api does not have yet of a draft. */
export interface Unsaved extends UnsavedOwner {
  /** Changes that are new or different. */
  readonly changes: readonly Change[];
  /** Keys of changes that the person took back. */
  readonly gone: readonly string[];
}

interface Schema extends DBSchema {
  unsaved: { key: string; value: Unsaved };
}

const keyOf = ({ userId, communityId, datasetId }: UnsavedOwner) => `${userId}/${communityId}/${datasetId}`;
let opened: Promise<IDBPDatabase<Schema>> | undefined;

function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>("archipel-edits", 1, { upgrade: (made) => void made.createObjectStore("unsaved") });
  return opened;
}

/** Changes of the editor that are not saved, in this browser. A browser without storage keeps nothing: the editor works all the same. */
export const unsavedStore = {
  read: (owner: UnsavedOwner): Promise<Unsaved | undefined> =>
    database()
      .then((store) => store.get("unsaved", keyOf(owner)))
      .catch(() => undefined),
  keep: (unsaved: Unsaved): Promise<unknown> =>
    database()
      .then((store) => store.put("unsaved", unsaved, keyOf(unsaved)))
      .catch(() => undefined),
  drop: (owner: UnsavedOwner): Promise<unknown> =>
    database()
      .then((store) => store.delete("unsaved", keyOf(owner)))
      .catch(() => undefined),
  /** Everything of one person. */
  all: (userId: string): Promise<Unsaved[]> =>
    database()
      .then((store) => store.getAll("unsaved"))
      .then((found) => found.filter((one) => one.userId === userId))
      .catch(() => []),
};

/** The stored draft with what was not saved: that is what the person last saw. */
export function withUnsaved(stored: Draft, { changes, gone }: Pick<Unsaved, "changes" | "gone">): Draft {
  const rest = Object.fromEntries(Object.entries(stored).filter(([key]) => !gone.includes(key)));
  return { ...rest, ...Object.fromEntries(changes.map((change) => [change.key, change])) };
}
