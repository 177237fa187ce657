import type { Pack } from "../packs/pack.ts";
import { compared } from "./order.ts";
import { type Readings, statusOf } from "./reading.ts";

type Piece = NonNullable<Readings["documentPieces"]>[number];

/** The written pieces of the documents that apply at the place, each once. Those of a document that is not in force say nothing yet. */
export function piecesOf(packs: readonly Pack[], { themes, documentPieces = [] }: Pick<Readings, "themes" | "documentPieces">): Piece[] {
  const found = new Map<string, Piece[]>();
  for (const { pack: id, sources } of themes) {
    const statuses = packs.find((pack) => pack.id === id)?.documents.statuses ?? {};
    for (const { document, language } of sources.flatMap(({ layer, features }) =>
      features.map((feature) => ({ document: feature.document, language: layer.language })),
    )) {
      if (!document?.pieces || found.has(document.id)) continue;
      const status = statusOf(document, statuses);
      if (status !== "inForce" && status !== "partlyAnnulled") continue;
      found.set(
        document.id,
        document.pieces.map(({ title, url }) => ({ documentId: document.id, title, lang: language, url })),
      );
    }
  }
  const ordered = [...found].sort(([a], [b]) => compared(a, b)).flatMap(([, pieces]) => pieces);
  return [...documentPieces, ...ordered];
}
