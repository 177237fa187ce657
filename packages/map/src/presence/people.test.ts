import type { Present } from "@archipel/contracts/presence.ts";
import { expect, it } from "vitest";
import { companyOf, initialsOf } from "./people.ts";

const page = (person: string, more: Partial<Present> = {}): Present => ({
  tab: Math.random().toString(),
  person,
  name: `Name of ${person}`,
  isAuthor: false,
  part: "reads",
  place: null,
  isSelf: false,
  ...more,
});

it("shows a person once, however many pages they have, and counts the own pages apart", () => {
  const company = companyOf([
    page("a", { place: "l/1" }),
    page("me", { isSelf: true }),
    page("b", { part: "reviews" }),
    page("a", { part: "edits", place: "l/2" }),
    page("me", { isSelf: true }),
  ]);
  expect(company.ownPages).toBe(2);
  expect(company.others).toMatchObject([
    { id: "a", part: "edits", places: ["l/1", "l/2"] },
    { id: "b", part: "reviews", places: [] },
  ]);
});

it("gives up to eight people eight colours, whatever the order in which they came", () => {
  const people = Array.from({ length: 8 }, (_, index) => page(`person ${index}`));
  const colours = companyOf(people).others.map(({ colour }) => colour);
  expect(new Set(colours).size).toBe(8);
  const turned = companyOf(people.toReversed()).others;
  expect(turned.map(({ colour }) => colour).toReversed()).toEqual(colours);
  expect(companyOf([...people, page("one more")]).others).toHaveLength(9);
});

it("uses only colours on which white text has enough contrast", () => {
  const light = (channel: number) => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);
  for (const { colour } of companyOf(Array.from({ length: 8 }, (_, index) => page(`${index}`))).others) {
    const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => light(Number.parseInt(colour.slice(at, at + 2), 16) / 255));
    expect(1.05 / (0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05), colour).toBeGreaterThan(4.5);
  }
});

it("takes first letters of names", () => {
  expect(["Camille Durand", "Élodie", "Jean-Paul de la Tour", "…"].map(initialsOf)).toEqual(["CD", "É", "JT", "?"]);
});
