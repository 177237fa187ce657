"use client";
import { useEffect } from "react";

const DATABASE = "archipel-reports";

/** On any page: sends what a browser that was offline still holds. Costs nothing to those who never reported. */
export function OutboxWatcher() {
  useEffect(() => {
    if (typeof indexedDB === "undefined" || !indexedDB.databases) return;
    const look = async () => {
      const known = await indexedDB.databases();
      if (!known.some(({ name }) => name === DATABASE)) return;
      const { openOutbox } = await import("./outbox.ts");
      openOutbox();
    };
    // A browser that keeps nothing has nothing to send.
    look().catch(() => undefined);
  }, []);
  return null;
}
