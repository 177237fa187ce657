import { pageStream } from "@archipel/map/model/page-stream.ts";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useApi } from "../../api/api.ts";

/** Asks for the notices again as soon as there are new ones: the page hears of them over its one stream. */
export function useNoticed(): void {
  const api = useApi();
  const queryClient = useQueryClient();
  useEffect(() => {
    const stream = pageStream("/api/core/events");
    const stop = stream.on("notices", () => void queryClient.invalidateQueries(api.notifications.pathFilter()));
    stream.hear(true);
    return () => {
      stop();
      stream.hear(false);
    };
  }, [api, queryClient]);
}
