import { both, sourceOf, themeOf } from "../rule-writer.ts";
import type { SourceRequirement } from "../source.ts";
import type { BothLanguages } from "../texts.ts";
import type { Theme } from "../theme.ts";

/** A theme of risks; a layer that a portal gives its tag speaks for it. */
export function riskTheme(
  facts: Pick<Theme, "id" | "family" | "order" | "title" | "sources" | "rules" | "heldBy"> & Partial<Theme>,
  none: BothLanguages,
): Theme {
  return themeOf({
    question: "risk",
    sentences: {
      none,
      noData: both(
        "Ce portail n’a pas cette carte ici. Cela ne veut pas dire qu’il n’y a pas de risque.",
        "This portal does not have this map here. That does not mean that there is no risk.",
      ),
      failed: both(
        "Ce risque n’a pas pu être vérifié. Réessayez dans quelques minutes.",
        "This risk could not be checked. Try again in a few minutes.",
      ),
    },
    ...facts,
  });
}

/** The layer with a tag, as the only source of a theme. */
export function tagged(tag: string, facts: Partial<SourceRequirement> = {}): SourceRequirement[] {
  return [sourceOf({ key: "map", layers: { tag }, role: "needed", ...facts })];
}

/** The layer with a tag whose rows are known by commune only. */
export function byCommune(tag: string, facts: Partial<SourceRequirement> = {}): SourceRequirement[] {
  return tagged(tag, { place: { on: "communeCode", field: "code_insee" }, ...facts });
}
