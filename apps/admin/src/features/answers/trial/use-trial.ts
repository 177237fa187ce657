"use client";
import type { AnswerPlace, tryAnswersInput } from "@archipel/contracts/answers.ts";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useLocale } from "next-intl";
import type { z } from "zod";
import { useApiClient } from "../../../api/api.ts";
import { useCommunity } from "../../../kit/current-community.tsx";
import { useSettled } from "../../../kit/use-settled.ts";

export type TriedChange = NonNullable<z.infer<typeof tryAnswersInput>["change"]>;

/** The report at a place as it is and as it would be, again shortly after each change. The last one stays until the next is ready. */
export function useTrial(portalId: string, place: AnswerPlace, change?: TriedChange) {
  const client = useApiClient();
  const { id: communityId } = useCommunity();
  const locale = useLocale();
  const wanted = useSettled(JSON.stringify({ place, change }), 400);
  return useQuery({
    queryKey: ["answers", "trial", portalId, locale, wanted],
    queryFn: ({ signal }) => {
      const input: { place: AnswerPlace; change?: TriedChange } = JSON.parse(wanted);
      return client.answers.tryRules.mutate({ communityId, portalId, locale, ...input }, { signal });
    },
    placeholderData: keepPreviousData,
    // What was tried is not shown again: a draft of another person may have changed since.
    gcTime: 0,
    retry: false,
  });
}
