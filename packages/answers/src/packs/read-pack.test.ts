import { LOCALES } from "@archipel/i18n/locales.ts";
import { expect, test } from "vitest";
import { readOverrides } from "../rules/overrides.ts";
import { frPpr } from "./fr-ppr/pack.ts";
import { messageFault, placeholdersOf } from "./message.ts";
import { mistakeText } from "./mistake.ts";
import { packJsonSchema } from "./pack.ts";
import { readPack } from "./read-pack.ts";
import { isSource } from "./source.ts";

/** A copy of a shipped pack that a test may spoil. */
function spoilt(change: (pack: ReturnType<typeof copy>) => void): unknown {
  const pack = copy();
  change(pack);
  return pack;
}
const copy = () => structuredClone(frPpr);

test("every mistake is reported with its place, not the first only", () => {
  const { mistakes } = readPack(
    spoilt((pack) => {
      const [theme] = pack.themes;
      const [rule, other] = theme?.rules ?? [];
      if (!theme || !rule || !other) return;
      Object.assign(rule, { level: 7, surprise: true });
      Object.assign(rule.sentence, { statement: { fr: "Zone {zone}.", en: "Zone {label" } });
      Object.assign(other, { when: [{ field: "typereglement", is: "matches", pattern: "(a{1,900}){1,900}" }] });
      Object.assign(theme.sources[0] ?? {}, { role: "main" });
      Reflect.deleteProperty(pack, "title");
    }),
  );
  const found = mistakes.map(({ where, reason, name }) => `${where}: ${reason} ${name}`.trim()).sort();
  expect(found).toEqual([
    "themes.ppr.planning.rules.ppr-planning-01.level: wrong-shape",
    "themes.ppr.planning.rules.ppr-planning-01.sentence.statement.en: message-unreadable",
    "themes.ppr.planning.rules.ppr-planning-01.sentence.statement.fr: placeholder-unknown zone",
    "themes.ppr.planning.rules.ppr-planning-01: unknown-key surprise",
    "themes.ppr.planning.rules.ppr-planning-02.when.1.pattern: pattern-too-heavy",
    "themes.ppr.planning.sources.areas.role: not-a-choice needed, alternative, extra",
    "title: missing",
  ]);
  for (const mistake of mistakes) for (const locale of LOCALES) expect(mistakeText(mistake, locale)).toContain(mistake.where);
});

test("names that refer to nothing, keys that are there twice and crossed limits are mistakes", () => {
  const { mistakes } = readPack(
    spoilt((pack) => {
      const [theme] = pack.themes;
      const [rule, other, third] = theme?.rules ?? [];
      if (!theme || !rule || !other || !third) return;
      rule.key = other.key;
      rule.sources = ["nowhere"];
      other.authority = "nobody";
      other.validFrom = "2026-07-01";
      other.validUntil = "2026-06-30";
      third.when = [{ field: "HT", is: "between", from: 2, to: 1 }];
      third.labelFrom = { field: "a", list: "no-list" };
      theme.terms = ["no-term"];
      pack.codeLists.short = { columns: ["code", "fr"], rows: [["1"]] };
    }),
  );
  expect(mistakes.map(({ reason, name }) => `${reason} ${name}`).sort()).toEqual([
    "dates-crossed 2026-06-30",
    "key-twice ppr-planning-02",
    "list-uneven 2",
    "no-authority nobody",
    "no-code-list no-list",
    "no-source nowhere",
    "no-term no-term",
    "range-crossed 2 – 1",
  ]);
});

test("a pack of too many rules is refused before its sentences are read", () => {
  const { mistakes } = readPack({ themes: [{ rules: Array(5_001).fill({}) }] });
  expect(mistakes).toEqual([{ where: "themes", reason: "too-large", name: "5000" }]);
});

test("what is no pack at all is one mistake, never an exception", () => {
  for (const json of [null, 3, "a", [], new Map()]) expect(readPack(json).mistakes[0]?.where).toBeDefined();
});

test("JSON of very many values is one mistake, and is not read", () => {
  const many = Array(150_000).fill(1);
  const themes = [{ id: "t", sources: [{ key: "s", layers: { models: many, tables: ["A"] } }], rules: [] }];
  expect(readPack({ themes }).mistakes).toEqual([{ where: "pack", reason: "too-large", name: "100000" }]);
  expect(readOverrides({ hiddenThemes: many }).mistakes).toHaveLength(1);
});

test("a message names values of the closed list only, and formats none", () => {
  expect(messageFault("Zone {label} : {article, select, none {} other {({article})}}")).toBeNull();
  expect(placeholdersOf("Zone {label} : {article, select, none {} other {({date})}}")).toEqual(["label", "date", "article"]);
  expect(messageFault("{area, number}")).toEqual({ reason: "placeholder-formatted", name: "area" });
  expect(messageFault("{LIBELLE}")).toEqual({ reason: "placeholder-unknown", name: "LIBELLE" });
  expect(messageFault("{label")).toEqual({ reason: "message-unreadable" });
  // Markup is text: pages and PDFs escape it.
  expect(messageFault("<b>{label}</b>")).toBeNull();
  expect(messageFault("{label}".repeat(60))).toEqual({ reason: "message-too-complex" });
});

test("a layer is a source by its model and table, or by its tag", () => {
  const layer = (model: string | null, table: string | null, tags: string[] = []) => ({ model, table, tags });
  const zones = { layers: { models: ["cnig-plu"], tables: ["ZONE_URBA"] } };
  expect(isSource(zones, layer("cnig-plu-2017", "zone_urba"))).toBe(true);
  expect(isSource(zones, layer("cnig-plui-2017", "ZONE_URBA"))).toBe(false);
  expect(isSource(zones, layer(null, null))).toBe(false);
  const footprints = { layers: { models: ["cnig-sup"], tables: ["AC1_ASSIETTE_SUP_*", "ASSIETTE_SUP_*"] } };
  expect(isSource(footprints, layer("cnig-sup-ac1", "AC1_ASSIETTE_SUP_S"))).toBe(true);
  expect(isSource(footprints, layer("cnig-sup", "ASSIETTE_SUP_L"))).toBe(true);
  expect(isSource(footprints, layer("cnig-sup-ac2", "AC2_ASSIETTE_SUP_S"))).toBe(false);
  expect(isSource({ layers: { tag: "clay" } }, layer(null, null, ["clay"]))).toBe(true);
});

test("the format has a JSON Schema", () => {
  expect(packJsonSchema()).toMatchObject({ type: "object", properties: { format: { const: "archipel-answers/1" } } });
});
