import type { ExtractState, NamedExtract, WantedExtract } from "@archipel/contracts/cloud-extracts.ts";
import { useCallback, useEffect, useState } from "react";
import { useApiClient } from "../../../api/react.tsx";
import { extractOfHash, keptExtract } from "./kept-extract.ts";

const POLL_MS = 1_000;

/** The extract of this page: asked for, followed, given up. It is found again by the address, or by what this browser keeps. */
export function useExtract(layerId: string) {
  const client = useApiClient();
  const [named, setNamed] = useState<NamedExtract | null>(null);
  const [state, setState] = useState<ExtractState | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [isSending, setSending] = useState(false);

  // The address and the storage are only in the browser.
  useEffect(() => setNamed(extractOfHash(location.hash) ?? keptExtract.read(layerId)), [layerId]);

  useEffect(() => {
    if (!named) return setState(null);
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGone = false;
    const ask = () => {
      client.cloudExtracts.follow.query(named).then(
        (next) => {
          if (isGone) return;
          setState(next);
          if (next.status === "waiting" || next.status === "progress") timer = setTimeout(ask, POLL_MS);
        },
        (refusal: unknown) => {
          if (isGone) return;
          // It has expired, or was never there: begin again. Without network, go on asking.
          if (isNotFound(refusal)) {
            keptExtract.write(layerId, null);
            setNamed(null);
          } else timer = setTimeout(ask, 5 * POLL_MS);
        },
      );
    };
    ask();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [named, client, layerId]);

  const request = useCallback(
    async (input: WantedExtract) => {
      setSending(true);
      setError(null);
      try {
        const next = await client.cloudExtracts.request.mutate(input);
        keptExtract.write(layerId, next);
        setNamed(next);
      } catch (refusal) {
        setError(refusal);
      } finally {
        setSending(false);
      }
    },
    [client, layerId],
  );
  const end = useCallback(async () => {
    if (named) await client.cloudExtracts.cancel.mutate(named).catch(() => undefined);
    keptExtract.write(layerId, null);
    setNamed(null);
    setError(null);
  }, [client, named, layerId]);
  return { named, state, error, isSending, request, end };
}

function isNotFound(error: unknown): boolean {
  return (
    typeof error === "object" && error !== null && "data" in error && (error.data as { httpStatus?: number } | null)?.httpStatus === 404
  );
}
