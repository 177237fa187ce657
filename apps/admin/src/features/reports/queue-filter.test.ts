import { expect, it } from "vitest";
import { addressOf, choiceFromAddress, FIRST_CHOICE, filterOf, type QueueChoice } from "./queue-filter.ts";

it("writes what was chosen to the address and reads it back", () => {
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

it("takes a mistyped address for the tab as it is", () => {
  expect(choiceFromAddress(new URLSearchParams("view=nothing&sort=x&themeId=abc&status=lost"))).toEqual(FIRST_CHOICE);
});

it("narrows a tab by what was chosen", () => {
  expect(filterOf({ view: "waiting", sort: "waiting", narrowed: { assignee: "nobody" } })).toMatchObject({
    isSnoozed: false,
    assignee: "nobody",
  });
  expect(filterOf({ view: "closed", sort: "waiting", narrowed: {} }).status).toEqual(["valid", "valid0", "reject", "reject0"]);
});
