import type { LayerField } from "@archipel/contracts/layers.ts";
import type { LayerStyle } from "@archipel/map-style/layer-style.ts";
import { expect, it } from "vitest";
import { tileFields } from "./policy.ts";

const field = (column: string, more: Partial<LayerField> = {}): LayerField => ({ name: column, column, type: "text", ...more });
const columns = (fields: readonly LayerField[], style: LayerStyle, zoom: number) =>
  tileFields({ geometryType: "Polygon", fields, style }, zoom).map(({ column }) => column);
const byKind: LayerStyle = { kind: "categorised", column: "genre", categories: [], label: { column: "nom" } };

it("contains columns for style and name at low zooms, all visible ones at high zooms", () => {
  const fields = [field("genre"), field("nom"), field("note")];
  expect(columns(fields, byKind, 8)).toEqual(["genre", "nom"]);
  expect(columns(fields, byKind, 14)).toEqual(["genre", "nom", "note"]);
});

it("never contains a hidden field, also where a style reads it or would choose it", () => {
  const isHidden = true;
  const fields = [field("genre", { isHidden }), field("nom", { isHidden }), field("typezone", { isHidden }), field("note")];
  for (const zoom of [8, 14]) {
    expect(columns(fields, byKind, zoom)).toEqual(["note"]);
    expect(columns(fields, { kind: "auto" }, zoom)).toEqual(["note"]);
  }
});

it("contains the date of features at every zoom, so that maps filter by it, unless it is hidden", () => {
  const dated = (more: Partial<LayerField>) => [field("genre"), field("nom"), field("jour", { type: "date", ...more })];
  expect(columns(dated({}), byKind, 8)).toEqual(["genre", "nom", "jour"]);
  expect(columns(dated({ isHidden: true }), byKind, 8)).toEqual(["genre", "nom"]);
  expect(columns([field("genre"), field("jour", { rule: { dayFormat: "YYYYMMDD" } })], byKind, 8)).toEqual(["genre", "jour"]);
  expect(columns([field("genre"), field("jour", { rule: { dayFormat: "DD/MM/YYYY" } })], byKind, 8)).toEqual(["genre"]);
});
