/** Names of the written pieces of planning documents in the standards of the CNIG, and what readers call them. */
const PIECES: readonly (readonly [name: string, title: string])[] = [
  ["rapport", "Rapport de présentation"],
  ["padd", "Projet d’aménagement et de développement durables"],
  ["reglement_graphique", "Règlement graphique"],
  ["reglement", "Règlement"],
  ["orientations_amenagement", "Orientations d’aménagement et de programmation"],
  ["programme_actions", "Programme d’orientations et d’actions"],
  ["liste_sup", "Liste des servitudes d’utilité publique"],
  ["plan_sup", "Plan des servitudes d’utilité publique"],
  ["annexes_sanitaires", "Annexes sanitaires"],
  ["classement_sonore", "Classement sonore des voies"],
  ["liste_annexes", "Liste des annexes"],
  ["liste_emplacements_reserves", "Liste des emplacements réservés"],
  ["procedure", "Pièces de la procédure"],
  ["plan", "Plan"],
];

const SHAPES: Readonly<Record<string, string>> = { surf: "surfacique", lin: "linéaire", pct: "ponctuelle", text: "écrite" };

/** `info_lin_19_eu_02` → « Information linéaire, code 19 (eu 02) », by the standard's way to name what belongs to one code. */
function codedPiece(name: string): string | null {
  const [, kind, shape = "", code, rest = ""] = /^(info|prescription)_(surf|lin|pct|text)_(\d{2})(?:_(.+))?$/.exec(name) ?? [];
  if (!kind) return null;
  const words = `${kind === "info" ? "Information" : "Prescription"} ${SHAPES[shape]}, code ${code}`;
  return rest === "" ? words : `${words} (${rest.replaceAll("_", " ")})`;
}

/** `30014_reglement_graphique_2_20171013.pdf` → `reglement_graphique_2`. */
const core = (fileName: string) =>
  fileName
    .replace(/\.[a-z0-9]{1,5}$/i, "")
    .replace(/^[0-9AB]{5,9}_/i, "")
    .replace(/_\d{8}$/, "");

/**
 * What a written piece is called. A person's title counts; the one that the platform made from the name of the file is replaced by the
 * standard's words.
 */
export function pieceTitle({ title, fileName }: { title: string; fileName: string }): string {
  const isMade = title.replaceAll(/[\s_]+/g, " ") === fileName.replace(/\.[a-z0-9]{1,5}$/i, "").replaceAll(/[\s_]+/g, " ");
  if (!isMade) return title;
  const name = core(fileName).toLowerCase();
  for (const [known, words] of PIECES) {
    const rest = name === known ? "" : name.startsWith(`${known}_`) ? name.slice(known.length + 1) : null;
    if (rest !== null) return rest === "" ? words : `${words} (${rest.replaceAll("_", " ")})`;
  }
  const coded = codedPiece(name);
  if (coded) return coded;
  const text = name.replaceAll("_", " ").trim();
  return text === "" ? title : `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
