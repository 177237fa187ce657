import { repairCharacters } from "../../rules/characters.ts";
import type { CellRepair } from "./repair.ts";

/** Removes control characters, and decodes text that was encoded twice (“Ã©” for “é”). */
export const cleanCharacters: CellRepair = {
  id: "clean-characters",
  codes: ["ATTRIBUTE_CHARACTERS_ILLEGAL", "ATTRIBUTE_CHARACTERS_REPLACED"],
  propose: (text) => [repairCharacters(text)],
};
