import { streamedFile } from "../bodies.ts";
import { protocol } from "../protocol.ts";
import { type CoreAlone, coreAlone } from "../route.ts";
import { communityCopy, communityOfExport, keepCommunityFile } from "./files.ts";

export const communities = protocol<CoreAlone>({
  about: "A whole community as one file: taken away by its managers, and brought by operators of another platform.",
  body: streamedFile,
  open: coreAlone,
  routes: [
    {
      method: "GET",
      path: "/communities/:communityId/exports/:exportId",
      permission: "communities.export",
      callers: "session",
      cost: "file",
      inParts: true,
      ids: { communityId: "community-not-found", exportId: "export-not-found" },
      community: communityOfExport,
      handler: communityCopy,
    },
    {
      method: "POST",
      path: "/community-imports",
      permission: "communities.import",
      callers: "session",
      cost: "write",
      receives: true,
      isForOperators: true,
      handler: keepCommunityFile,
    },
  ],
});
