import type { Attachment } from "@archipel/contracts/attachments.ts";
import { cache } from "react";
import { coreFor } from "../../api/core.ts";
import { getAccessToken } from "../../auth.ts";

/** The documents attached to a dataset, as this visitor may see them. One page asks core-api only once. */
export const attachmentsOf = cache(
  async (datasetId: string): Promise<Attachment[]> => coreFor(await getAccessToken()).attachments.list.query({ datasetId }),
);
