import { expect, it } from "vitest";
import { addressOf, choiceFromAddress, choiceOf, FIRST_CHOICE, filterOf, type QueueChoice, VIEW_NAMES } from "./queue-filter.ts";

it("writes the choice to the address and reads it back", () => {
  const choice: QueueChoice = {
    view: "overdue",
    sort: "due",
    narrowed: {
      themeId: "0197a0a0-0000-7000-8000-000000000001",
      status: ["pending", "pending1"],
      isInTerritory: true,
      search: "rue de l’Île & co",
    },
  };
  expect(choiceFromAddress(new URLSearchParams(String(addressOf(choice))))).toEqual(choice);
  expect(String(addressOf(FIRST_CHOICE))).toBe("");
  expect(choiceFromAddress(new URLSearchParams())).toEqual(FIRST_CHOICE);
});

it("ignores an invalid address and shows the tab unfiltered", () => {
  expect(choiceFromAddress(new URLSearchParams("view=nothing&sort=x&themeId=abc&status=lost"))).toEqual(FIRST_CHOICE);
});

it("narrows a tab by the chosen filters", () => {
  expect(filterOf({ view: "waiting", sort: "waiting", narrowed: { assignee: "nobody" } })).toMatchObject({
    isSnoozed: false,
    assignee: "nobody",
  });
  expect(filterOf({ view: "closed", sort: "waiting", narrowed: {} }).status).toEqual(["valid", "valid0", "reject", "reject0"]);
});

it("finds the tab of a saved filter, and gives the same filter again", () => {
  for (const view of VIEW_NAMES) {
    for (const narrowed of [{}, { hasProposedEdit: true, search: "rue" }]) {
      const choice: QueueChoice = { view, sort: "due", narrowed };
      expect(choiceOf(filterOf(choice), "due")).toEqual(choice);
    }
  }
  const chosen = choiceOf({ isSnoozed: false, status: ["pending"] }, "waiting");
  expect(chosen).toEqual({ view: "waiting", sort: "waiting", narrowed: { status: ["pending"] } });
  expect(choiceOf({ isInTerritory: true }, "waiting")).toMatchObject({ view: "all", narrowed: { isInTerritory: true } });
});
