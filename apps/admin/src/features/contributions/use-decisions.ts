"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { useCommunity } from "../../kit/current-community.tsx";

export type Verdict = "approve" | "request-changes" | "reject";

export interface Subject {
  readonly id: string;
  readonly title: string;
  /** The version of the edits that the person sees. */
  readonly editsVersion: number;
}

/** The result of the moderator's last decision. It stays on the page until the next one. */
export type Outcome =
  | { readonly kind: "done"; readonly what: Verdict | "merge"; readonly about: Subject }
  | { readonly kind: "conflicting"; readonly about: Subject }
  | { readonly kind: "failed"; readonly text: string; readonly about: Subject };

/** Approves, sends back, rejects and merges, from the queue or from the page of a contribution. */
export function useDecisions() {
  const api = useApi();
  const communityId = useCommunity().id;
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const refresh = () =>
    Promise.all([queryClient.invalidateQueries(api.contributions.pathFilter()), queryClient.invalidateQueries(api.features.pathFilter())]);
  const reviewing = useMutation(api.contributions.review.mutationOptions());
  const merging = useMutation(api.contributions.merge.mutationOptions());

  const attempt = async (about: Subject, act: () => Promise<Outcome>): Promise<Outcome> => {
    setOutcome(null);
    let result: Outcome;
    try {
      result = await act();
    } catch (error) {
      result = { kind: "failed", text: errorText(error), about };
    }
    await refresh();
    setOutcome(result);
    return result;
  };
  return {
    outcome,
    /** For a page that shows the outcome itself. */
    forget: () => setOutcome(null),
    refresh,
    isBusy: reviewing.isPending || merging.isPending,
    review: (about: Subject, verdict: Verdict, comment: string) =>
      attempt(about, async () => {
        await reviewing.mutateAsync({ communityId, contributionId: about.id, editsVersion: about.editsVersion, verdict, comment });
        return { kind: "done", what: verdict, about };
      }),
    merge: (about: Subject) =>
      attempt(about, async () => {
        const { outcome: came } = await merging.mutateAsync({ communityId, contributionId: about.id, editsVersion: about.editsVersion });
        return came === "merged" ? { kind: "done", what: "merge", about } : { kind: "conflicting", about };
      }),
  };
}

export type Decisions = ReturnType<typeof useDecisions>;
