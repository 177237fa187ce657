import type { LayerField } from "@archipel/contracts/layers.ts";
import { describe, expect, it } from "vitest";
import { firstSettings, isComplete, settingsNow, withKind } from "./gazetteer-draft.ts";

const field = (name: string, also: Partial<LayerField> = {}): LayerField => ({ name, column: name, type: "text", ...also });

describe("the form of a layer's names", () => {
  const first = firstSettings({ proposed: null }, [field("id", { type: "integer" }), field("secret", { isHidden: true }), field("titre")]);

  it("begins with the first visible text when nothing is proposed", () => {
    expect(first).toMatchObject({ kind: "place", label: ["titre"], commune: null });
    expect(firstSettings({ proposed: { ...first, label: ["nom"] } }, []).label).toEqual(["nom"]);
    expect(isComplete(firstSettings({ proposed: null }, []))).toBe(false);
  });

  it("forgets the fields that another kind does not use", () => {
    const street = { ...first, kind: "street" as const, number: "num", suffix: "rep", commune: "ville", detail: ["note"] };
    expect(withKind(street, "place")).toMatchObject({ kind: "place", number: null, suffix: null, commune: "ville", detail: ["note"] });
    expect(withKind(street, "parcel")).toMatchObject({ number: "num", suffix: null, detail: [] });
  });

  it("is complete with a name, or with the section and number of a parcel", () => {
    const parcel = { ...first, kind: "parcel" as const, label: [], section: "section", number: "numero" };
    expect([isComplete(first), isComplete(parcel), isComplete({ ...parcel, number: null })]).toEqual([true, true, false]);
    expect([settingsNow("automatic", first), settingsNow("none", first), settingsNow(parcel, first)]).toEqual([first, null, parcel]);
  });
});
