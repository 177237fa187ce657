import type { SearchGroup, SearchResult, Suggestions } from "@archipel/contracts/search.ts";
import type { Locale } from "@archipel/i18n/locales.ts";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useApi } from "../../api/react.tsx";

const PAUSE_MS = 140;
/** Suggestions begin with the second letter. */
const FEWEST_LETTERS = 2;
/** Results of one kind: the streets of one name in the communes of a small region. */
const MOST_OF_KIND = 8;
const NO_GROUPS: SearchGroup[] = [];
const NONE: SearchResult[] = [];

/** Suggestions for the typed text, a short pause after the last key. `ask` asks at once. */
export function useSuggestions(portalId: string, locale: Locale, text: string) {
  const api = useApi();
  const queries = useQueryClient();
  const [settled, setSettled] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const options = (q: string) => api.search.suggest.queryOptions({ portalId, locale, q: q.slice(0, 200), limit: MOST_OF_KIND });
  const isAsked = settled.length >= FEWEST_LETTERS;
  const { data, isFetching, isPlaceholderData, error } = useQuery({
    ...options(settled),
    enabled: isAsked,
    placeholderData: keepPreviousData,
  });
  return {
    groups: isAsked ? (data?.groups ?? NO_GROUPS) : NO_GROUPS,
    /** Of all groups, in their order. */
    suggestions: isAsked ? (data?.groups.flatMap(({ results }) => results) ?? NONE) : NONE,
    /** What Enter does with the text; null until it is known. */
    decision: isAsked && text.trim() === settled && !isPlaceholderData ? (data?.decision ?? null) : null,
    /** Another service to name beside its results. */
    attribution: isAsked ? (data?.attribution ?? null) : null,
    isLongEnough: text.trim().length >= FEWEST_LETTERS,
    isWaiting: isFetching || text.trim() !== settled,
    /** Why nothing was found, when the search itself failed. */
    failure: error,
    ask: async (question: string): Promise<Suggestions | undefined> =>
      question.trim().length < FEWEST_LETTERS ? undefined : queries.fetchQuery(options(question.trim())).catch(() => undefined),
  };
}
