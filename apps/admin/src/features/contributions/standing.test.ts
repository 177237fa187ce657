import type { Contribution } from "@archipel/contracts/contributions.ts";
import { expect, it } from "vitest";
import { missingApprovals, standingOf } from "./standing.ts";

const contribution = (part: Partial<Contribution>): Contribution => ({
  id: "0197a0a0-0000-7000-8000-000000000001",
  communityId: "0197a0a0-0000-7000-8000-000000000002" as Contribution["communityId"],
  datasetId: "0197a0a0-0000-7000-8000-000000000003",
  datasetTitle: "Zonage",
  title: "Correction",
  status: "submitted",
  origin: "editor",
  authorId: null,
  authorName: null,
  edits: { inserted: 0, updated: 1, deleted: 0 },
  createdAt: new Date(0),
  submittedAt: new Date(0),
  editsVersion: 1,
  isOutsideTerritory: false,
  decidedAt: null,
  message: "",
  reason: "",
  decidedByName: null,
  revertsId: null,
  allowed: [],
  approvals: { given: 0, needed: 1, isMine: false },
  reviews: [],
  comments: [],
  grants: [],
  ...part,
});
const moderator = { conflicts: 0, isAuthor: false, isModerator: true };

it("says what blocks the merge, or that nothing does", () => {
  expect(standingOf(contribution({ allowed: ["merge", "review"] }), moderator)).toEqual(["clear"]);
  expect(standingOf(contribution({ approvals: { given: 0, needed: 2, isMine: false } }), moderator)).toEqual(["approvals-missing"]);
  const mine = { approvals: { given: 1, needed: 2, isMine: true } };
  expect(standingOf(contribution(mine), moderator)).toEqual(["approvals-missing", "approved-by-me"]);
  expect(missingApprovals(mine)).toBe(1);
  expect(missingApprovals({ approvals: { given: 1, needed: 2, isMine: false } })).toBe(0);
  expect(standingOf(contribution({ isOutsideTerritory: true }), moderator)).toEqual(["outside-territory"]);
  expect(standingOf(contribution({ allowed: ["merge"] }), { ...moderator, conflicts: 2 })).toEqual(["conflicts"]);
  expect(standingOf(contribution({ edits: { inserted: 0, updated: 0, deleted: 0 } }), moderator)).toEqual(["empty"]);
});

it("says to authors and contributors who must act next", () => {
  expect(standingOf(contribution({}), { conflicts: 0, isAuthor: true, isModerator: false })).toEqual(["moderator-needed"]);
  expect(standingOf(contribution({}), { ...moderator, isAuthor: true })).toEqual(["own"]);
  expect(standingOf(contribution({ status: "changes-requested" }), moderator)).toEqual(["with-author"]);
  expect(standingOf(contribution({ status: "draft", allowed: ["merge"] }), { ...moderator, isAuthor: true })).toEqual(["draft-direct"]);
});

it("has one word for a contribution that has ended", () => {
  expect(standingOf(contribution({ status: "merged" }), { ...moderator, conflicts: 3 })).toEqual(["merged"]);
});
