"use client";
import { useEffect } from "react";
import { isSignedIn } from "./session-state.ts";

/**
 * Put it on pages as strangers see them: the Back button shows the copy that the browser kept, which may be older than the person's sign-in.
 * The page is then loaded again. Any other visit asks nothing.
 */
export function BackWatcher() {
  useEffect(() => {
    const look = async () => {
      if (await isSignedIn()) window.location.reload();
    };
    // Kept whole by the browser, with its scripts running on.
    const onShow = ({ persisted }: PageTransitionEvent) => {
      if (persisted) void look();
    };
    // Loaded again from what the browser stored of it: history does not ask whether a stored page is still right.
    const [visit] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    if (visit?.type === "back_forward") void look();
    window.addEventListener("pageshow", onShow);
    return () => window.removeEventListener("pageshow", onShow);
  }, []);
  return null;
}
