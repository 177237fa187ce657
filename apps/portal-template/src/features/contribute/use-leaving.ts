import { useEffect, useRef } from "react";

/** Who goes before a change was saved is asked, and the save starts at once: it mostly ends while the question is read. */
export function useLeaving(isUnsaved: boolean, save: () => Promise<void>): void {
  const latest = useRef({ isUnsaved, save });
  latest.current = { isUnsaved, save };
  useEffect(() => {
    const leave = () => {
      if (latest.current.isUnsaved) latest.current.save().catch(() => undefined);
    };
    const ask = (event: BeforeUnloadEvent) => {
      if (latest.current.isUnsaved) event.preventDefault();
      leave();
    };
    window.addEventListener("beforeunload", ask);
    // A phone that changes the app asks nothing.
    document.addEventListener("visibilitychange", leave);
    return () => {
      window.removeEventListener("beforeunload", ask);
      document.removeEventListener("visibilitychange", leave);
      leave();
    };
  }, []);
}
