import { expect, it } from "vitest";
import { changedWords } from "./changed-words.ts";

it("marks the words between the common start and the common end", () => {
  const [before, after] = changedWords("Zone U : on peut construire.", "Zone U : demandez d’abord avant de construire.");
  expect(before).toEqual({ start: "Zone U : ", changed: "on peut ", end: "construire." });
  expect(after).toEqual({ start: "Zone U : ", changed: "demandez d’abord avant de ", end: "construire." });
  expect(changedWords("", "Nouveau.")).toEqual([
    { start: "", changed: "", end: "" },
    { start: "", changed: "Nouveau.", end: "" },
  ]);
  expect(changedWords("x", "x")[0].changed).toBe("");
});
