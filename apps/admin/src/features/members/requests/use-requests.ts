"use client";
import type { MyCommunity } from "@archipel/contracts/communities.ts";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../../api/api.ts";
import { requestsQuery } from "../members-query.ts";

/** The open requests of a community, for its managers. */
export function useRequests(community: MyCommunity) {
  const api = useApi();
  return useQuery(requestsQuery(api, community));
}

/** The two decisions on a request; lists of requests and members are read again. */
export function useDecisions(onDone: () => void) {
  const api = useApi();
  const queryClient = useQueryClient();
  const onSuccess = async () => {
    onDone();
    await Promise.all([queryClient.invalidateQueries(api.requests.pathFilter()), queryClient.invalidateQueries(api.members.pathFilter())]);
  };
  return {
    accept: useMutation(api.requests.accept.mutationOptions({ onSuccess })),
    decline: useMutation(api.requests.decline.mutationOptions({ onSuccess })),
  };
}
