"use client";
import type { Check } from "@archipel/contracts/checks.ts";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useEffectEvent } from "react";
import { useApi } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { isCheckAtWork } from "./check-status.tsx";

/**
 * The check that runs after repairs of this one, polled until it ends; null while no check follows.
 *
 * @param followed the check that this page waits for, if any
 * @param onRan called once the followed check has run: its findings replace those of this one
 */
export function useNextCheck(check: Check | undefined, followed: string | null, onRan: (next: Check) => void): Check | null {
  const api = useApi();
  const { id: communityId } = useCommunity();
  const nextId = followed ?? (check?.isCurrent === false ? check.nextId : null);
  const next = useQuery(
    api.checks.get.queryOptions(
      { communityId, checkId: nextId ?? "" },
      { enabled: nextId !== null, refetchInterval: (query) => (isCheckAtWork(query.state.data) || !query.state.data ? 1000 : false) },
    ),
  );
  const ran = useEffectEvent(onRan);
  const over = nextId !== null && nextId === followed && next.data?.id === nextId && next.data.status === "ran" ? next.data : null;
  useEffect(() => {
    if (over) ran(over);
  }, [over]);
  return nextId === null ? null : (next.data ?? null);
}
