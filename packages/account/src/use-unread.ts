"use client";
import { pageStream } from "@archipel/map/model/page-stream.ts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useAccountSite } from "./account-site.tsx";

/** Key prefix of every query about notifications. */
export const NOTICES = ["account", "notices"] as const;

/** Polls for what the event stream missed; never while the page is hidden. */
const POLL_MS = 120_000;

/** The number of unread notifications. It is fetched again when the event stream reports new ones. */
export function useUnread() {
  const { client, eventsPath } = useAccountSite();
  const queryClient = useQueryClient();
  useEffect(() => {
    const stream = pageStream(eventsPath);
    const stop = stream.on("notices", () => void queryClient.invalidateQueries({ queryKey: NOTICES }));
    stream.followNotices(true);
    return () => {
      stop();
      stream.followNotices(false);
    };
  }, [eventsPath, queryClient]);
  return useQuery({
    queryKey: [...NOTICES, "unread"],
    queryFn: () => client.notifications.unread.query(),
    refetchInterval: POLL_MS,
    retry: false,
  });
}
