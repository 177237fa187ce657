import type { LayerField } from "@archipel/contracts/layers.ts";
import { describe, expect, it } from "vitest";
import { namingColumn } from "./naming-column.ts";

const text = (name: string, more: Partial<LayerField> = {}): LayerField => ({ name, column: name.toLowerCase(), type: "text", ...more });
const namedBy = (...fields: LayerField[]) => namingColumn({ geometryType: "Point", fields, style: { kind: "auto" } });

describe("the naming column", () => {
  it("is a column that says so, whatever columns come before it", () => {
    expect(namedBy(text("ID"), text("CODE_INSEE"), text("NOM"))).toBe("nom");
    expect(namedBy(text("id"), text("nom_ets"), text("adresse"))).toBe("nom_ets");
    expect(namedBy(text("ID_GEOFLA"), text("NOM_DEP"))).toBe("nom_dep");
  });

  it("is else a text that is not an identifier, or an identifier if there is nothing else", () => {
    expect(namedBy(text("idzone"), text("insee_com"), text("remarque"))).toBe("remarque");
    expect(namedBy(text("idzone"), text("code_com"))).toBe("idzone");
    expect(namedBy({ name: "n", column: "n", type: "integer" })).toBeNull();
  });

  it("is never a hidden column", () => {
    expect(namedBy(text("nom", { isHidden: true }), text("libelle"))).toBe("libelle");
  });
});
