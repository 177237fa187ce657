import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { shippedByCode } from "../../scripts/shipped.ts";
import { generatedFolder, loadModel, shippedModelIds } from "./load.ts";

const written = shippedByCode();

describe("models that are defined in code", () => {
  test.each(written.map((model) => [model.id, model] as const))("the shipped %s equals the one from the code", async (id, model) => {
    expect(JSON.parse(await readFile(join(generatedFolder, `${id}.json`), "utf8"))).toEqual(JSON.parse(JSON.stringify(model)));
  });

  test.each([
    ["cnig_PLU_2017", "cnig-plu-2017"],
    ["cnig_CC_2014", "cnig-cc-2014"],
    ["cnig_SCoT_2018", "cnig-scot-2018"],
    ["cnig_SUP_AC1_2016", "cnig-sup-ac1"],
    ["cnig_SUP_AC4bis_2016", "cnig-sup-ac4bis"],
    ["cnig_SUP_PM3_2013", "cnig-sup-pm3-2013"],
    ["cnig_PSMV_2025", "cnig-psmv-2025"],
    ["cnig_POS_2022", "cnig-pos-2022"],
    ["cnig_SCOT_2024", "cnig-scot-2024"],
  ])("the national name %s is an alias of %s", async (alias, id) => expect((await loadModel(alias)).id).toBe(id));

  test.each([
    ["cnig-plu-2017", "prescriptions", 156],
    ["cnig-plu-2022", "prescriptions", 162],
    ["cnig-plu-2022", "informations", 47],
    ["cnig-plu-2024", "prescriptions", 169],
    ["cnig-plu-2025", "prescriptions-s", 170],
    ["cnig-plu-2025", "prescriptions-l", 100],
    ["cnig-plu-2025", "prescriptions-p", 95],
    ["cnig-plu-2025", "informations-s", 47],
    ["cnig-plu-2025", "informations-l", 7],
    ["cnig-plu-2025", "informations-p", 6],
  ])("%s: the list %s has its %i rows", async (id, list, rows) => {
    const found = (await loadModel(id)).codeLists?.[list];
    if (!found || "file" in found) throw new Error("the list was not read");
    expect(found.rows).toHaveLength(rows);
    expect(found.columns.slice(0, 2).join()).toMatch(/^(TYPEPSC,STYPEPSC|TYPEINF,STYPEINF)$/);
  });
});

/** Words that French sentences have and English ones do not. */
const FRENCH =
  /(?:^|[\s(])(?:de|du|des|le|la|les|une|un|et|ou|est|sont|dans|pour|avec|sur|par|qui)(?=[\s,.)]|$)|\b[dlnsqc]’(?=\p{L})|[àâçéèêëîïôùûœ]/iu;

test("every text of every shipped model is in French and in English", async () => {
  const faults: string[] = [];
  let count = 0;
  const walk = (value: unknown, path: string): void => {
    if (typeof value !== "object" || value === null) return;
    if ("fr" in value || "en" in value) {
      const { fr = "", en = "" } = value as { fr?: string; en?: string };
      count++;
      if (fr.trim() === "" || en.trim() === "" || fr === en || FRENCH.test(en)) faults.push(`${path}: ${en}`);
      return;
    }
    for (const [key, child] of Object.entries(value)) walk(child, `${path}.${key}`);
  };
  for (const id of await shippedModelIds()) walk(await loadModel(id), id);
  expect(faults).toEqual([]);
  expect(count).toBeGreaterThan(1_000);
  expect("Un document approuvé a une date d’approbation.").toMatch(FRENCH);
});
