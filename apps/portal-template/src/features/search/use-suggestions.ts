import type { SearchResult } from "@archipel/contracts/search.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useApi } from "../../api/react.tsx";

const PAUSE_MS = 140;
/** Suggestions begin with the second letter. */
export const FEWEST_LETTERS = 2;
const NONE: SearchResult[] = [];

/** Suggestions for the typed text, a short pause after the last key. `first` asks at once for the best one. */
export function useSuggestions(portalId: string, locale: Locale, text: string) {
  const api = useApi();
  const queries = useQueryClient();
  const [settled, setSettled] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const options = (q: string) => api.search.suggest.queryOptions({ portalId, locale, q: q.slice(0, 200) });
  const isAsked = settled.length >= FEWEST_LETTERS;
  const { data, isFetching, error } = useQuery({ ...options(settled), enabled: isAsked, placeholderData: keepPreviousData });
  return {
    suggestions: isAsked ? (data?.groups.flatMap(({ results }) => results) ?? NONE) : NONE,
    isWaiting: isFetching || text.trim() !== settled,
    /** Why nothing was found, when the search itself failed. */
    failure: error,
    /** The best result; undefined when several are as good, so that the person chooses. */
    first: async (question: string): Promise<SearchResult | undefined> => {
      if (question.trim().length < FEWEST_LETTERS) return undefined;
      const found = await queries.fetchQuery(options(question.trim())).catch(() => undefined);
      return found?.isAmbiguous ? undefined : found?.groups[0]?.results[0];
    },
  };
}
