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
    const read = () => {
      Promise.all([store.waiting(), store.followed(portalId)]).then(
        ([waiting, followed]) =>
          !isStale && setKept({ waiting: waiting.filter(({ report }) => report.portalId === portalId), followed, isRead: true }),
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
