import { newAttachment } from "../permission-world.ts";
import type { InputOf } from "./input.ts";

export const attachments: Record<string, InputOf> = {
  "attachments.list": ({ dataset }) => ({ datasetId: dataset.id }),
  "attachments.pictures": ({ dataset }) => ({ datasetId: dataset.id }),
  "attachments.find": ({ layerId }) => ({ layerId, fileName: "reglement.pdf" }),
  "attachments.rename": async (world) => ({ communityId: world.communityId, attachmentId: await newAttachment(world), title: "Règlement" }),
  "attachments.remove": async (world) => ({ communityId: world.communityId, attachmentId: await newAttachment(world) }),
};
