import { protocol } from "../protocol.ts";
import type { CoreAlone } from "../route.ts";
import { countOpenedPage, openVisits } from "./count.ts";

export const visits = protocol<CoreAlone>({
  about: "Pages that browsers open on a portal, for its statistics: counted without cookies, and nothing of the person is stored.",
  open: openVisits,
  routes: [
    {
      method: "POST",
      path: "/visits",
      permission: "visits.count",
      callers: "unasked",
      cost: "light",
      bodyLimit: 2_048,
      handler: countOpenedPage,
    },
  ],
});
