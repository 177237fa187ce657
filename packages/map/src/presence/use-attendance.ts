import type { ContributionStanding, Present } from "@archipel/contracts/presence.ts";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Attended } from "../model/live-stream.ts";
import { pageStream } from "../model/page-stream.ts";
import { type Company, companyOf } from "./people.ts";

interface Wanted {
  /** The contribution that the page has open; null: none. */
  readonly attended: Omit<Attended, "tab"> | null;
  /** The change that the person looks at, by its key in the draft. */
  readonly place: string | null;
  /** Calls `presence.attend`. */
  readonly tell: (input: {
    communityId: string;
    contributionId: string;
    tab: string;
    place: string | null;
  }) => Promise<ContributionStanding>;
  readonly onStanding: (standing: ContributionStanding) => void;
  /** The contribution no longer exists for this person. */
  readonly onClosed: () => void;
  /** Where the site serves core-api's `/events`. */
  readonly path?: string;
}

/** Delay before a change is reported, so that changes passed while scrolling a list are not. */
const STAY_MS = 250;
const NOBODY: readonly Present[] = [];

/** Attends a contribution: other people see this page, this page sees them, and it follows what happens to the contribution. */
export function useAttendance({ attended, place, tell, onStanding, onClosed, path }: Wanted): Company {
  const [tab] = useState(() => crypto.randomUUID());
  const [pages, setPages] = useState<readonly Present[]>(NOBODY);
  const now = useRef({ place, tell, onStanding, onClosed });
  now.current = { place, tell, onStanding, onClosed };
  const { communityId, contributionId, part } = attended ?? {};

  useEffect(() => {
    if (communityId === undefined || contributionId === undefined || part === undefined) return;
    const stream = pageStream(path);
    // A lost message is sent again at the next heartbeat.
    const sendPresence = () =>
      void now.current
        .tell({ communityId, contributionId, tab, place: now.current.place })
        .then((standing) => now.current.onStanding(standing))
        .catch(() => undefined);
    const stops = [
      stream.on("present", ({ people }) => setPages(people)),
      stream.on("standing", (standing) => now.current.onStanding(standing)),
      stream.on("beat", sendPresence),
      stream.on("closed", () => {
        setPages(NOBODY);
        now.current.onClosed();
      }),
    ];
    stream.attend({ communityId, contributionId, part, tab }, now.current.place);
    return () => {
      for (const stop of stops) stop();
      stream.attend(null);
      setPages(NOBODY);
    };
  }, [communityId, contributionId, part, tab, path]);

  useEffect(() => {
    if (communityId === undefined || contributionId === undefined) return;
    pageStream(path).setPlace(place);
    const timer = setTimeout(() => void now.current.tell({ communityId, contributionId, tab, place }).catch(() => undefined), STAY_MS);
    return () => clearTimeout(timer);
  }, [communityId, contributionId, tab, place, path]);

  return useMemo(() => companyOf(pages), [pages]);
}
