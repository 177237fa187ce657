"use client";
import { useKeyWords } from "@archipel/i18n/key-words.ts";
import { KeyRing } from "@archipel/ui/key-ring.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useAccountSite } from "./account-site.tsx";

/** One's keys for QGIS and scripts. */
export function Keys() {
  const { door, failure } = useAccountSite();
  const queryClient = useQueryClient();
  const now = new Date();
  const words = useKeyWords(now);
  const queryKey = ["account", "keys"];
  const keys = useQuery({ queryKey, queryFn: () => door.keys() });
  const onSettled = () => queryClient.invalidateQueries({ queryKey });
  const create = useMutation({ mutationFn: door.createKey, onSettled });
  const revoke = useMutation({ mutationFn: door.revokeKey, onSettled });
  const error = keys.error ?? create.error ?? revoke.error;
  if (keys.isPending) return <Skeleton className="h-40" />;
  return (
    <KeyRing
      keys={keys.data ?? []}
      words={words}
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
