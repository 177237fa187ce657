import { useEffect, useRef } from "react";

/** Asks before the page closes with unsaved changes, and starts to save at once, usually in time before the person answers. */
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
    // A phone that switches to another app shows no question.
    document.addEventListener("visibilitychange", leave);
    return () => {
      window.removeEventListener("beforeunload", ask);
      document.removeEventListener("visibilitychange", leave);
      leave();
    };
  }, []);
}
