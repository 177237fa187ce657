import type { ReportField } from "@archipel/contracts/reports.ts";
import { expect, it } from "vitest";
import { moved } from "../../kit/forms/moved.ts";
import { morningOf, snoozeEnd } from "./snooze.ts";
import { draftFault, fieldKey, lostFields, NEW_THEME, storedFields } from "./theme-draft.ts";

const field = (part: Partial<ReportField>): ReportField => ({
  name: "",
  label: {},
  help: {},
  type: "text",
  isMandatory: false,
  options: [],
  ...part,
});

it("makes unique keys from labels, and keeps stored ones", () => {
  expect(fieldKey("Hauteur d’eau (cm)", [])).toBe("hauteur_d_eau_cm");
  expect(fieldKey("2e étage", [])).toBe("e_etage");
  expect(fieldKey("???", ["question"])).toBe("question_2");
  const [kept, fresh, list] = storedFields([
    field({ name: "hauteur", label: { fr: "Niveau" } }),
    field({ label: { fr: "Hauteur ", en: " " } }),
    field({
      type: "list",
      label: { fr: "Danger" },
      options: [
        { value: "", label: { fr: "Fort" } },
        { value: "", label: { fr: "Fort" } },
      ],
    }),
  ]);
  expect(kept?.name).toBe("hauteur");
  expect(fresh).toMatchObject({ name: "hauteur_2", label: { fr: "Hauteur" } });
  expect(list?.options.map(({ value }) => value)).toEqual(["fort", "fort_2"]);
});

it("says what is missing and where", () => {
  expect(draftFault(NEW_THEME)).toEqual({ fault: "name", field: null });
  const named = { ...NEW_THEME, name: { en: "Flood" } };
  expect(draftFault(named)).toBeNull();
  expect(draftFault({ ...named, fields: [field({ label: { fr: "A" } }), field({})] })).toEqual({ fault: "field-label", field: 1 });
  expect(draftFault({ ...named, fields: [field({ label: { fr: "A" }, type: "list" })] })?.fault).toBe("field-options");
});

it("names the questions whose answers would be lost, and moves items within the list", () => {
  const stored = [field({ name: "a" }), field({ name: "b" }), field({ name: "c" })];
  expect(lostFields(stored, [field({ name: "a" }), field({ name: "b", type: "number" })]).map(({ name }) => name)).toEqual(["b", "c"]);
  expect(moved(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
  expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
});

it("ends a snooze in the morning", () => {
  const tuesday = new Date(2026, 10, 24, 17, 30);
  expect(snoozeEnd("tomorrow", tuesday)).toEqual(new Date(2026, 10, 25, 8));
  expect(snoozeEnd("week", tuesday)).toEqual(new Date(2026, 10, 30, 8));
  expect(snoozeEnd("week", new Date(2026, 10, 30, 9))).toEqual(new Date(2026, 11, 7, 8));
  expect(snoozeEnd("month", tuesday)).toEqual(new Date(2026, 11, 1, 8));
  expect(morningOf("2026-11-23", tuesday)).toBeNull();
  expect(morningOf("", tuesday)).toBeNull();
  expect(morningOf("2026-12-02", tuesday)).toEqual(new Date(2026, 11, 2, 8));
});
