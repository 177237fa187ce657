import { randomUUID } from "node:crypto";
import { isKeyCaller } from "../permission-world.ts";
import { offerAnswers } from "./answers.ts";
import type { InputOf } from "./input.ts";

const ofPortal: InputOf = ({ portal }) => ({ portalId: portal.id, subject: { kind: "portal" } });

export const follows: Record<string, InputOf> = {
  "follows.list": () => ({}),
  "follows.state": ofPortal,
  "follows.add": ({ portal, dataset }) => ({ portalId: portal.id, subject: { kind: "dataset", datasetId: dataset.id } }),
  "follows.ask": async (world) => {
    await offerAnswers(world);
    const place = { kind: "point", lon: 2, lat: 46 };
    return { portalId: world.portal.id, subject: { kind: "place", place }, email: `${randomUUID()}@example.org`, locale: "fr" };
  },
  "follows.stop": async ({ database, communityId, portal, users }, caller) => {
    const personId = isKeyCaller(caller) ? null : users[caller];
    if (personId === null) return { followId: randomUUID() };
    // Each call stops a follow of its own.
    const follow = { communityId, portalId: portal.id, personId, kind: "portal", subjectKey: randomUUID() };
    const { id } = await database.withSystem((tx) => tx.follow.create({ data: follow }));
    return { followId: id };
  },
};
