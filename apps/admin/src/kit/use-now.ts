"use client";
import { useNow as useServerNow } from "next-intl";
import { useSyncExternalStore } from "react";

const neverChanges = () => () => {};

/**
 * The moment that relative times count from. While the browser takes over what the server drew, it is the server's moment, so that both draw the
 * same words; from then on it is now.
 */
export function useNow(): Date {
  const served = useServerNow();
  const isTakenOver = useSyncExternalStore(
    neverChanges,
    () => true,
    () => false,
  );
  return isTakenOver ? new Date() : served;
}
