import type { EditDiff } from "@archipel/contracts/contributions.ts";
import type { ContributionStanding, PresencePart } from "@archipel/contracts/presence.ts";
import { keyOf, keyOfNew } from "@archipel/map/edit/draft.ts";
import type { Company } from "@archipel/map/presence/people.ts";
import { useAttendance } from "@archipel/map/presence/use-attendance.ts";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useApi, useApiClient } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";

/** core-api's `/events`, through the console's proxy. */
const PATH = "/api/core/events";

interface Wanted {
  readonly contributionId: string;
  readonly part: PresencePart;
  /** The edit that the person looks at. */
  readonly edit: EditDiff | undefined;
}

export interface ReviewPresence {
  readonly company: Company;
  /** The latest known state of the contribution. */
  readonly standing: ContributionStanding | null;
  readonly isClosed: boolean;
}

/**
 * Who else has the contribution open, and its latest state. Comments and decisions are shown at once. Changed edits are only announced:
 * the page shows them when the person asks, so that it never changes during a review.
 */
export function useReviewPresence({ contributionId, part, edit }: Wanted): ReviewPresence {
  const api = useApi();
  const client = useApiClient();
  const queryClient = useQueryClient();
  const { id: communityId } = useCommunity();
  const [standing, setStanding] = useState<ContributionStanding | null>(null);
  const [isClosed, setClosed] = useState(false);
  const last = useRef<ContributionStanding | null>(null);
  const onStanding = (now: ContributionStanding) => {
    const before = last.current;
    last.current = now;
    setClosed(false);
    setStanding(now);
    if (before && (before.status !== now.status || before.said !== now.said)) {
      void queryClient.invalidateQueries(api.contributions.get.queryFilter({ communityId, contributionId }));
      void queryClient.invalidateQueries(api.contributions.list.pathFilter());
    }
  };
  const company = useAttendance({
    attended: { communityId, contributionId, part },
    place: edit ? placeOf(edit) : null,
    tell: (input) => client.presence.attend.mutate(input),
    onStanding,
    onClosed: () => setClosed(true),
    path: PATH,
  });
  return { company, standing, isClosed };
}

/** The key of an edit, as drafts of the map editor use it. */
export function placeOf({ id, layerId, operation, fid }: EditDiff): string {
  return operation === "insert" || fid === null ? keyOfNew(id) : keyOf(layerId, fid);
}
