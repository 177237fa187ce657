"use client";
import { pageStream } from "@archipel/map/model/page-stream.ts";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useAccountSite } from "./account-site.tsx";

/** Begins the key of every query about notices. */
export const NOTICES = ["account", "notices"] as const;

/** What the stream missed is found all the same; never while the page is out of sight. */
const LOOK_MS = 120_000;

/** How many notices wait. They are asked for again as soon as there are new ones: the page hears of them over its one stream. */
export function useUnread() {
  const { client, eventsPath } = useAccountSite();
  const queryClient = useQueryClient();
  useEffect(() => {
    const stream = pageStream(eventsPath);
    const stop = stream.on("notices", () => void queryClient.invalidateQueries({ queryKey: NOTICES }));
    stream.hear(true);
    return () => {
      stop();
      stream.hear(false);
    };
  }, [eventsPath, queryClient]);
  return useQuery({
    queryKey: [...NOTICES, "unread"],
    queryFn: () => client.notifications.unread.query(),
    refetchInterval: LOOK_MS,
    retry: false,
  });
}
