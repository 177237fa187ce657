import { describe, expect, it } from "vitest";
import { addressOf, choiceFromAddress, filterOf } from "./queue-choice.ts";

const read = (query: string, isModerator = true) => choiceFromAddress(new URLSearchParams(query), isModerator);

describe("the choice in an address of the queue", () => {
  it("begins with what waits for moderators, and with their own for contributors", () => {
    expect(filterOf(read(""))).toEqual({ status: ["submitted", "conflicting"] });
    expect(filterOf(read("", false))).toEqual({ status: [], isMine: true });
  });

  it("is read back as it was written", () => {
    for (const query of ["", "view=all&mine=1", "view=merged&territory=1&dataset=d1", "view=closed&mine=0"]) {
      const choice = read(query);
      expect(read(String(addressOf(choice))), query).toEqual(choice);
    }
  });

  it("does not believe a view that does not exist", () => {
    expect(read("view=everything").view).toBe("waiting");
  });
});
