import { useEffect, useState } from "react";
import type { Followed } from "../drafts/draft.ts";
import type { Waiting } from "../drafts/store.ts";
import { openOutbox } from "./outbox.ts";

interface Kept {
  readonly waiting: readonly Waiting[];
  readonly followed: readonly Followed[];
  /** False until the store was read. */
  readonly isRead: boolean;
}

/** The portal's reports that this browser keeps, updated from every tab. The first use sends the waiting ones. */
export function useKeptReports(portalId: string): Kept {
  const [kept, setKept] = useState<Kept>({ waiting: [], followed: [], isRead: false });
  useEffect(() => {
    const { store } = openOutbox();
    let isStale = false;
    let last = 0;
    const read = () => {
      // A slow reading must not replace a later one.
      const own = ++last;
      store.kept(portalId).then(
        (found) => !isStale && own === last && setKept({ ...found, isRead: true }),
        () => !isStale && setKept({ waiting: [], followed: [], isRead: true }),
      );
    };
    read();
    const stop = store.subscribe(read);
    return () => {
      isStale = true;
      stop();
    };
  }, [portalId]);
  return kept;
}
