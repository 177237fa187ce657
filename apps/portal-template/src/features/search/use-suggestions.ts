import type { Suggestion } from "@archipel/contracts/search.ts";
import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useApi } from "../../api/react.tsx";

const PAUSE_MS = 140;
const NONE: Suggestion[] = [];

/** Suggestions for the typed text, a short pause after the last key. `first` asks at once for the best one. */
export function useSuggestions(portalId: string, text: string) {
  const api = useApi();
  const queries = useQueryClient();
  const [settled, setSettled] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  const options = (q: string) => api.search.suggest.queryOptions({ portalId, q: q.slice(0, 100) });
  const { data, isFetching, error } = useQuery({ ...options(settled), enabled: settled !== "", placeholderData: keepPreviousData });
  return {
    suggestions: settled === "" ? NONE : (data ?? NONE),
    isWaiting: isFetching || text.trim() !== settled,
    /** Why nothing was found, when the search itself failed. */
    failure: error,
    first: async (question: string): Promise<Suggestion | undefined> => {
      if (question.trim() === "") return undefined;
      const found = await queries.fetchQuery(options(question.trim())).catch(() => NONE);
      return found[0];
    },
  };
}
