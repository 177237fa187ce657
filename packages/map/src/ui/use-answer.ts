import { useEffect, useState } from "react";

export type Answer<T> = { state: "waiting"; value: T | undefined } | { state: "here"; value: T } | { state: "failed"; value: undefined };

/**
 * The answer to a question that a key names; asks again when the key changes, keeps the last answer while waiting. A null key
 * asks nothing.
 */
export function useAnswer<T>(key: string | null, ask: () => Promise<T>): Answer<T> & { retry: () => void } {
  const [round, setRound] = useState(0);
  const [answer, setAnswer] = useState<Answer<T> & { key: string | null }>({ key: null, state: "waiting", value: undefined });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says when the question changes, `ask` is new at each render
  useEffect(() => {
    if (key === null) return;
    let isStale = false;
    setAnswer((last) => ({ key, state: "waiting", value: last.value }));
    ask().then(
      (value) => !isStale && setAnswer({ key, state: "here", value }),
      () => !isStale && setAnswer({ key, state: "failed", value: undefined }),
    );
    return () => {
      isStale = true;
    };
  }, [key, round]);
  return { ...answer, retry: () => setRound((last) => last + 1) };
}
