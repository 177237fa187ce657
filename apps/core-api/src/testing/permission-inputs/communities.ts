import { randomUUID } from "node:crypto";
import { type InputOf, inCommunity, unique } from "./input.ts";

export const communities: Record<string, InputOf> = {
  "communities.create": () => ({ name: "Nouvelle", slug: unique("community"), managerEmail: `${randomUUID()}@example.org` }),
  "communities.list": () => undefined,
  "communities.setStatus": ({ communityId }) => ({ id: communityId, status: "active" }),
  "communities.get": inCommunity,
  "communities.update": ({ communityId }) => ({ communityId, description: "Décrite" }),
};
