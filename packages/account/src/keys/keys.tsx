"use client";
import type { ApiKey } from "@archipel/contracts/access.ts";
import { Button } from "@archipel/ui/button.tsx";
import { Dialog } from "@archipel/ui/dialog.tsx";
import { Skeleton } from "@archipel/ui/skeleton.tsx";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useAccountSite } from "../account-site.tsx";
import { type KeyAction, KeyRing } from "./key-ring.tsx";
import { KeyUses } from "./key-uses.tsx";
import { useKeyWords } from "./key-words.ts";
import { RotateKey } from "./rotate-key.tsx";

/** The signed-in person's API keys, for QGIS and scripts. */
export function Keys() {
  const { client, failure } = useAccountSite();
  const queryClient = useQueryClient();
  const now = new Date();
  const queryKey = ["account", "keys"];
  const [acted, setActed] = useState<{ action: KeyAction; key: ApiKey } | null>(null);
  const keys = useQuery({ queryKey, queryFn: () => client.access.keys.query() });
  const onSettled = () => queryClient.invalidateQueries({ queryKey });
  const create = useMutation({
    mutationFn: (input: Parameters<typeof client.access.createKey.mutate>[0]) => client.access.createKey.mutate(input),
    onSettled,
  });
  const endPrevious = useMutation({ mutationFn: (keyId: string) => client.access.endPreviousSecret.mutate({ keyId }), onSettled });
  const error = keys.error ?? create.error ?? endPrevious.error;
  const onClose = () => setActed(null);
  if (keys.isPending) return <Skeleton className="h-40" />;
  return (
    <>
      <KeyRing
        keys={keys.data ?? []}
        now={now}
        isBusy={create.isPending}
        failure={error && failure(error)}
        findDatasets={(text) => client.access.keyDatasets.query({ communityId: null, text })}
        onCreate={async (input) => {
          endPrevious.reset();
          return (await create.mutateAsync(input).catch(() => null))?.secret ?? null;
        }}
        onAct={(action, key) => {
          create.reset();
          if (action === "end-previous") endPrevious.mutate(key.id);
          else setActed({ action, key });
        }}
      />
      {acted?.action === "rotate" && (
        <RotateKey
          name={acted.key.name}
          failure={failure}
          onClose={onClose}
          onRotate={async (overlapDays) => {
            const made = await client.access.rotateKey.mutate({ keyId: acted.key.id, overlapDays });
            await onSettled();
            return made;
          }}
        />
      )}
      {acted?.action === "uses" && (
        <KeyUses
          keyId={acted.key.id}
          name={acted.key.name}
          failure={failure}
          onClose={onClose}
          load={() => client.access.keyUses.query({ keyId: acted.key.id })}
        />
      )}
      {acted?.action === "revoke" && <RevokeKey apiKey={acted.key} onClose={onClose} onSettled={onSettled} />}
    </>
  );
}

interface RevokeKeyProps {
  readonly apiKey: ApiKey;
  readonly onClose: () => void;
  readonly onSettled: () => Promise<unknown>;
}

function RevokeKey({ apiKey, onClose, onSettled }: RevokeKeyProps) {
  const { client, failure } = useAccountSite();
  const words = useKeyWords(new Date());
  const revoke = useMutation({
    mutationFn: () => client.access.revokeKey.mutate({ keyId: apiKey.id }),
    onSuccess: onClose,
    onSettled,
  });
  return (
    <Dialog
      title={`${words.revokeTitle} ${apiKey.name}`}
      closeLabel={words.close}
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      footer={
        <>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button tone="danger" disabled={revoke.isPending} onClick={() => revoke.mutate()}>
            {words.revoke}
          </Button>
        </>
      }
    >
      <p>{words.revokeText}</p>
      {revoke.error && failure(revoke.error)}
    </Dialog>
  );
}
