import type { ExtractArea, ExtractEstimate } from "@archipel/contracts/cloud-extracts.ts";
import { useEffect, useState } from "react";
import { useApiClient } from "../../../api/react.tsx";

/** While somebody draws or types, only what stays this long is asked. */
const CALM_MS = 250;

export interface Estimated {
  /** The choice that it is about. */
  readonly key: string;
  readonly estimate: ExtractEstimate | null;
  readonly error: unknown;
}

interface Choice {
  readonly layerId: string;
  readonly area: ExtractArea | null;
  readonly classes: readonly number[] | null;
  readonly spacing: number | null;
}

/** How much an area holds, asked again when it changes. The last answer stays while the next one is on its way. */
export function useEstimate(choice: Choice): { readonly estimated: Estimated | null; readonly isAsking: boolean } {
  const client = useApiClient();
  const [estimated, setEstimated] = useState<Estimated | null>(null);
  const key = choice.area ? JSON.stringify(choice) : "";
  useEffect(() => {
    if (key === "") return setEstimated(null);
    const { layerId, area, classes, spacing } = JSON.parse(key) as Choice & { area: ExtractArea };
    const asking = new AbortController();
    const timer = setTimeout(() => {
      client.cloudExtracts.estimate.mutate({ layerId, area, classes: classes && [...classes], spacing }, { signal: asking.signal }).then(
        (estimate) => setEstimated({ key, estimate, error: null }),
        (error: unknown) => !asking.signal.aborted && setEstimated({ key, estimate: null, error }),
      );
    }, CALM_MS);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [key, client]);
  return { estimated, isAsking: key !== "" && estimated?.key !== key };
}
