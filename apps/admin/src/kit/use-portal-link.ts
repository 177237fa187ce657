"use client";
import type { Portal } from "@archipel/contracts/portals.ts";
import { useQuery } from "@tanstack/react-query";
import { useApi } from "../api/api.ts";
import { useCommunity } from "./current-community.tsx";
import { hasRole } from "./has-role.ts";

/** A pass lasts half a day at least; another one is asked for long before. */
const FRESH_MS = 3_600_000;

/** The pass by which a manager sees a portal that is not online. Undefined until it is there; null for a portal that is online. */
export function usePortalPass({ id, communityId, status }: Pick<Portal, "id" | "communityId" | "status">) {
  const api = useApi();
  const isManager = hasRole(useCommunity(), "manager");
  const isNeeded = status === "preparing" || status === "archived";
  const passes = useQuery(
    api.portals.passes.queryOptions(
      { communityId, portalId: id },
      { enabled: isNeeded && isManager, staleTime: FRESH_MS, refetchInterval: FRESH_MS },
    ),
  );
  return { passes, pass: isNeeded ? passes.data?.own?.split("/private/")[1] : null };
}

/** Addresses of pages of a portal as the manager can open them. Undefined for a deleted portal, and until the pass has come. */
export function usePortalLink(portal: Pick<Portal, "id" | "communityId" | "status" | "address">): (path?: string) => string | undefined {
  const { pass } = usePortalPass(portal);
  return (path = "") => {
    if (portal.status === "live") return `${portal.address}${path}`;
    return pass ? `${portal.address}/private/${pass}${path && `?to=${encodeURIComponent(path)}`}` : undefined;
  };
}
