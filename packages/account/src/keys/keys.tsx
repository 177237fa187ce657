"use client";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useAccountSite } from "../account-site.tsx";
import { KeyRing } from "./key-ring.tsx";

/** The signed-in person's API keys, for QGIS and scripts. */
export function Keys() {
  const { client, failure } = useAccountSite();
  const queryClient = useQueryClient();
  const now = new Date();
  const queryKey = ["account", "keys"];
  const keys = useQuery({ queryKey, queryFn: () => client.access.keys.query() });
  const onSettled = () => queryClient.invalidateQueries({ queryKey });
  const create = useMutation({
    mutationFn: (input: Parameters<typeof client.access.createKey.mutate>[0]) => client.access.createKey.mutate(input),
    onSettled,
  });
  const revoke = useMutation({
    mutationFn: (input: Parameters<typeof client.access.revokeKey.mutate>[0]) => client.access.revokeKey.mutate(input),
    onSettled,
  });
  const error = keys.error ?? create.error ?? revoke.error;
  if (keys.isPending) return <Skeleton className="h-40" />;
  return (
    <KeyRing
      keys={keys.data ?? []}
      now={now}
      isBusy={create.isPending || revoke.isPending}
      failure={error && failure(error)}
      onCreate={async (input) => {
        revoke.reset();
        return (await create.mutateAsync(input).catch(() => null))?.secret ?? null;
      }}
      onRevoke={async (keyId) => {
        create.reset();
        await revoke.mutateAsync({ keyId }).catch(() => null);
      }}
    />
  );
}
