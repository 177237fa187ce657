"use client";
import { useEffect } from "react";

const DATABASE = "archipel-reports";

/** On every page: sends reports that this browser kept while offline. Loads nothing for visitors who never reported. */
export function OutboxWatcher() {
  useEffect(() => {
    if (typeof indexedDB === "undefined" || !indexedDB.databases) return;
    const look = async () => {
      const known = await indexedDB.databases();
      if (!known.some(({ name }) => name === DATABASE)) return;
      const { openOutbox } = await import("./outbox.ts");
      openOutbox();
    };
    // A browser without storage has no kept reports.
    look().catch(() => undefined);
  }, []);
  return null;
}
