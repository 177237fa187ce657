"use client";
import type { PortalAddresses } from "@archipel/contracts/domains.ts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";

/** While a proof is awaited, the page shows what the regular check finds. */
const WAITING_MS = 20_000;

/** All addresses of a portal. `keep` shows what a change answered. */
export function useAddresses(portalId: string) {
  const api = useApi();
  const { id: communityId } = useCommunity();
  const queryClient = useQueryClient();
  const options = api.domains.list.queryOptions({ communityId, portalId });
  const query = useQuery({
    ...options,
    refetchInterval: ({ state }) => (state.data?.domains.some(({ state: of }) => of !== "proved") ? WAITING_MS : false),
  });
  const keep = async (addresses: PortalAddresses) => {
    queryClient.setQueryData(options.queryKey, addresses);
    await queryClient.invalidateQueries(api.portals.pathFilter());
  };
  return { query, keep };
}
