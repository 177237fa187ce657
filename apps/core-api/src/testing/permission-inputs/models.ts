import { wells } from "../check-world.ts";
import { newModel } from "../upload-world.ts";
import { type InputOf, inCommunity, unique } from "./input.ts";

export const models: Record<string, InputOf> = {
  "models.list": inCommunity,
  "models.get": ({ communityId }) => ({ communityId, key: "cnig-plu-2017" }),
  "models.save": ({ communityId }) => ({ communityId, definition: { ...wells, id: unique("model") }, baseVersion: null }),
  "models.remove": async (world) => ({ communityId: world.communityId, key: await newModel(world) }),
  "models.fromTableSchema": ({ communityId }) => ({ communityId, text: JSON.stringify({ fields: [{ name: "a" }] }) }),
};
