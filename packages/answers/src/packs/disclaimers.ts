import { both } from "./rule-writer.ts";

/** Both packs about risks say it. An answer shows equal sentences once. */
export const notTheStatementOfRisks = both(
  "Cette réponse n’est pas l’état des risques que la loi demande pour une vente ou une location : le site ERRIAL de l’État aide à le remplir.",
  "This answer is not the statement of risks that the law requires for a sale or a lease: the State’s ERRIAL site helps to write it.",
);
