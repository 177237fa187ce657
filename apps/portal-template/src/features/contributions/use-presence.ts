import { type Draft, snapshotOf } from "@archipel/map/edit/draft.ts";
import { piecesOf } from "@archipel/map/edit/pieces.ts";
import type { Company } from "@archipel/map/presence/people.ts";
import { useAttendance } from "@archipel/map/presence/use-attendance.ts";
import { type PersonMark, usePeopleOnMap } from "@archipel/map/presence/use-people-on-map.ts";
import type { MapHandle } from "@archipel/map/ui/map-handle.ts";
import { useMemo } from "react";
import { useApiClient } from "../../api/react.tsx";
import type { OpenDraft } from "./use-draft.ts";
import { extentOf } from "./use-drawing.ts";

interface Wanted {
  readonly draft: OpenDraft;
  readonly activeKey: string | null;
  readonly handle: MapHandle;
}

/** Presence in the draft: who else has it open, where they are on the map, and what other pages save. */
export function usePresence({ draft, activeKey, handle }: Wanted): Company {
  const client = useApiClient();
  const { contribution, follow } = draft;
  // A submitted contribution is only read, until it comes back.
  const part = contribution?.status === "submitted" ? "reads" : "edits";
  const company = useAttendance({
    attended: contribution && { communityId: contribution.communityId, contributionId: contribution.id, part },
    place: activeKey,
    tell: (input) => client.presence.attend.mutate(input),
    onStanding: follow,
    onClosed: () => follow(null),
  });
  const marks = useMemo(() => marksOf(company, draft.draft), [company, draft.draft]);
  usePeopleOnMap(handle, marks);
  return company;
}

/** Marks people at the top of the shape that they look at. */
function marksOf({ others }: Company, draft: Draft): PersonMark[] {
  return others.flatMap(({ id, name, colour, places }) =>
    places.flatMap((place) => {
      const change = draft[place];
      const geometry = change && (snapshotOf(change).geometry ?? change.base?.geometry);
      const box = geometry && piecesOf(geometry).length > 0 ? extentOf([{ geometry }]) : undefined;
      return box ? [{ key: `${id} ${place}`, name, colour, lon: (box[0] + box[2]) / 2, lat: box[3] }] : [];
    }),
  );
}
