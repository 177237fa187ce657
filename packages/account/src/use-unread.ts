"use client";
import { useQuery } from "@tanstack/react-query";
import { useAccountSite } from "./account-site.tsx";

/** Begins the key of every query about notices. */
export const NOTICES = ["account", "notices"] as const;

const LOOK_MS = 30_000;

/** How many notices wait; looked at again and again, not while the page is out of sight. */
export function useUnread(lookMs = LOOK_MS) {
  const { door } = useAccountSite();
  return useQuery({ queryKey: [...NOTICES, "unread"], queryFn: () => door.unread(), refetchInterval: lookMs, retry: false });
}
