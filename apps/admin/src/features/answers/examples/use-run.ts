"use client";
import { MOST_EXAMPLES_AT_ONCE } from "@archipel/contracts/answers.ts";
import { useRef, useState } from "react";
import { useApiClient } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import type { ExampleOutcome } from "../api-types.ts";

/** Runs examples a few at a time, and gives the outcomes as they come. */
export function useRun(portalId: string) {
  const client = useApiClient();
  const { id: communityId } = useCommunity();
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, ExampleOutcome>>(new Map());
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const latest = useRef(0);
  const start = async (ids: readonly string[], withDrafts: boolean) => {
    const own = ++latest.current;
    setOutcomes(new Map());
    setError(null);
    setRunning(true);
    try {
      for (let from = 0; from < ids.length && own === latest.current; from += MOST_EXAMPLES_AT_ONCE) {
        const exampleIds = ids.slice(from, from + MOST_EXAMPLES_AT_ONCE);
        const found = await client.answers.runExamples.mutate({ communityId, portalId, exampleIds, withDrafts });
        setOutcomes((before) => new Map([...before, ...found.map((one) => [one.exampleId, one] as const)]));
      }
    } catch (failure) {
      setError(failure);
    } finally {
      if (own === latest.current) setRunning(false);
    }
  };
  return { outcomes, isRunning, error, start };
}
