"use client";
import { apiError } from "@archipel/api-client/errors.ts";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useApi } from "../../api/api.ts";

/** Error codes of core-api that mean: the person has lost a right that this page needs. */
const LOST_RIGHT = new Set(["community-not-found", "role-too-weak", "operators-only"]);

/** Reloads the person's roles when a call is refused for a missing right. A role may change while the page is open. */
export function useRightsWatch(): void {
  const api = useApi();
  const queryClient = useQueryClient();
  useEffect(() => {
    const look = (error: unknown) => {
      if (LOST_RIGHT.has(apiError(error).code)) void queryClient.invalidateQueries(api.identity.me.pathFilter());
    };
    const stops = [
      queryClient.getQueryCache().subscribe((event) => {
        if (event.type === "updated" && event.action.type === "error") look(event.action.error);
      }),
      queryClient.getMutationCache().subscribe((event) => {
        if (event.type === "updated" && event.action.type === "error") look(event.action.error);
      }),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, [api, queryClient]);
}
