"use client";
import { useKeyWords } from "@archipel/i18n/key-words.ts";
import { KeyRing } from "@archipel/ui/key-ring.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useApi } from "../../api/react.tsx";
import { FailureAlert } from "./failure-alert.tsx";

/** One's keys for QGIS and scripts. */
export function Keys() {
  const api = useApi();
  const queryClient = useQueryClient();
  const now = new Date();
  const words = useKeyWords(now);

  const keys = useQuery(api.access.keys.queryOptions());
  const onSettled = () => queryClient.invalidateQueries(api.access.pathFilter());
  const create = useMutation(api.access.createKey.mutationOptions({ onSettled }));
  const revoke = useMutation(api.access.revokeKey.mutationOptions({ onSettled }));
  const error = keys.error ?? create.error ?? revoke.error;
  if (keys.isPending) return <Skeleton className="h-40" />;
  return (
    <KeyRing
      keys={keys.data ?? []}
      words={words}
      now={now}
      isBusy={create.isPending || revoke.isPending}
      failure={error && <FailureAlert error={error} />}
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
