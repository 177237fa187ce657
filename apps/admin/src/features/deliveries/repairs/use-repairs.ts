"use client";
import type { Check } from "@archipel/contracts/checks.ts";
import type { GridPrecision, RepairReach } from "@archipel/contracts/repairs.ts";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../../api/api.ts";
import { useErrorText } from "../../../api/failure.ts";
import { useCommunity } from "../../../kit/current-community.tsx";

/** Adds, undoes and removes repairs of an upload, from one of its checks. `onChanged` receives the id of the check that follows. */
export function useRepairs(check: Check, onChanged: (nextId: string) => void) {
  const api = useApi();
  const { id: communityId } = useCommunity();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  // Not awaited, so that the dialog closes at once while the next check runs.
  const onSuccess = ({ checkId }: { checkId: string }) => {
    onChanged(checkId);
    void queryClient.invalidateQueries(api.checks.get.queryFilter({ communityId, checkId: check.id }));
    void queryClient.invalidateQueries(api.repairs.list.pathFilter());
    void queryClient.invalidateQueries(api.uploads.get.pathFilter());
  };
  const add = useMutation(api.repairs.add.mutationOptions({ onSuccess }));
  const undo = useMutation(api.repairs.undo.mutationOptions({ onSuccess }));
  const recheck = useMutation(api.repairs.recheck.mutationOptions({ onSuccess }));
  const ofCheck = { communityId, checkId: check.id };
  const error = undo.error ?? recheck.error;
  return {
    add: (on: RepairReach, precision: GridPrecision | undefined, onDone: () => void) =>
      add.mutate({ ...ofCheck, on, ...(precision !== undefined && { precision }) }, { onSuccess: onDone }),
    undo: () => undo.mutate(ofCheck),
    recheck: () => recheck.mutate(ofCheck),
    addError: add.error ? errorText(add.error) : undefined,
    forgetError: () => add.reset(),
    error: error ? errorText(error) : undefined,
    isAdding: add.isPending,
    isPending: add.isPending || undo.isPending || recheck.isPending,
    onSuccess,
  };
}

export type Repairs = ReturnType<typeof useRepairs>;
