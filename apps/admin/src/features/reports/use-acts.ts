"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { useApi } from "../../api/api.ts";
import { useErrorText } from "../../api/failure.ts";
import { type Act, ActQueue } from "./act-queue.ts";

const QUIET_MS = 1500;

/** The acts of this page: shown at once, sent when they can no longer be undone, forgotten when the loaded data hold them. */
export function useActs() {
  const api = useApi();
  const queryClient = useQueryClient();
  const errorText = useErrorText();
  const [failure, setFailure] = useState<{ readonly words: string; readonly reason: string } | null>(null);
  const listeners = useRef(new Set<() => void>());
  const done = useRef<Act[]>([]);
  const quiet = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef({ refresh: async () => {}, fail: (_act: Act, _error: unknown) => {} });
  latest.current = {
    refresh: async () => {
      const settled = done.current;
      done.current = [];
      await queryClient.invalidateQueries(api.reports.pathFilter());
      queue.forget(settled);
    },
    fail: (act, error) => {
      setFailure({ words: act.words, reason: errorText(error) });
      void queryClient.invalidateQueries(api.reports.pathFilter());
    },
  };
  const [queue] = useState(
    () =>
      new ActQueue({
        onChange: () => {
          for (const listener of listeners.current) listener();
        },
        onSent: (act) => {
          done.current.push(act);
          clearTimeout(quiet.current);
          // One refetch for several acts: a refetch after each would slow the next.
          quiet.current = setTimeout(() => void latest.current.refresh(), QUIET_MS);
        },
        onFailed: (act, error) => latest.current.fail(act, error),
      }),
  );
  const acts = useSyncExternalStore(
    (listener) => {
      listeners.current.add(listener);
      return () => listeners.current.delete(listener);
    },
    queue.snapshot,
    queue.snapshot,
  );
  useEffect(() => {
    const leave = () => queue.flush();
    const hide = () => document.visibilityState === "hidden" && leave();
    window.addEventListener("pagehide", leave);
    document.addEventListener("visibilitychange", hide);
    return () => {
      window.removeEventListener("pagehide", leave);
      document.removeEventListener("visibilitychange", hide);
      leave();
    };
  }, [queue]);
  return {
    acts,
    failure,
    perform: (act: Act) => {
      setFailure(null);
      queue.perform(act);
    },
    undo: () => queue.undo(),
    flush: () => queue.flush(),
    dismiss: () => setFailure(null),
  };
}
