"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../api/api.ts";

/** What managers do with grants and requests; their lists are read again. */
export function useGrantCalls(onDone: () => void) {
  const api = useApi();
  const queryClient = useQueryClient();
  const onSuccess = async () => {
    onDone();
    await queryClient.invalidateQueries(api.grants.pathFilter());
  };
  return {
    give: useMutation(api.grants.give.mutationOptions({ onSuccess })),
    end: useMutation(api.grants.end.mutationOptions({ onSuccess })),
    revoke: useMutation(api.grants.revoke.mutationOptions({ onSuccess })),
    accept: useMutation(api.grants.accept.mutationOptions({ onSuccess })),
    decline: useMutation(api.grants.decline.mutationOptions({ onSuccess })),
  };
}

/** The last moment of a day, as `<input type="date">` writes it; null for no day. */
export function endOfDay(day: string): Date | null {
  return day === "" ? null : new Date(`${day}T23:59:59`);
}
