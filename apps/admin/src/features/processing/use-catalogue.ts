"use client";
import type { Words } from "@archipel/contracts/processing.ts";
import { useQuery } from "@tanstack/react-query";
import { useLocale } from "next-intl";
import { useApi } from "../../api/api.ts";
import { useCommunity } from "../../kit/current-community.tsx";

/** The catalogue of processings. It changes only with a new release. */
export function useCatalogue() {
  const api = useApi();
  const { id: communityId } = useCommunity();
  return useQuery(api.processing.catalogue.queryOptions({ communityId }, { staleTime: Number.POSITIVE_INFINITY }));
}

/** Words of a processing in the language of the page. */
export function useWords(): (words: Words) => string {
  const locale = useLocale();
  return (words) => words[locale];
}

/** The title of a processing, by its id. */
export function useProcessingTitle(): (id: string) => string {
  const { data } = useCatalogue();
  const words = useWords();
  return (id) => {
    const found = data?.find((one) => one.id === id);
    return found ? words(found.title) : id;
  };
}
