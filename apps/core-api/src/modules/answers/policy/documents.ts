import type { SourceRequirement } from "@archipel/answers/packs/source.ts";
import type { DocumentFacts } from "@archipel/answers/report/reading.ts";
import type { Attributes } from "@archipel/answers/rules/fields.ts";
import type { AnswerDocument } from "@archipel/contracts/answers.ts";
import { idFields } from "./needs.ts";
import { pieceTitle } from "./piece-title.ts";

/** The last part of IDURBA is the day of approval: `30014_PLU_20171013`. */
const PLAN_ID = /_(\d{4})(\d{2})(\d{2})(?:_|$)/;

/**
 * The document of a feature, from those that its layer declares. A feature that names a plan which is not declared belongs to a plan whose
 * state is not known: a planning document is never assumed to be in force.
 */
export function documentOf(
  attributes: Attributes,
  link: SourceRequirement["link"],
  declared: readonly AnswerDocument[],
  files: Files = NO_FILES,
): DocumentFacts | undefined {
  if (!link) return undefined;
  const named = idFields[link].map((field) => textOf(attributes, field)).find((text) => text !== null) ?? null;
  const found = declared.find(({ id }) => id !== null && id === named) ?? declared.find(({ id }) => id === null);
  if (found) return factsOf(found, named, files);
  if (link !== "plan-document") return undefined;
  const [, year, month, day] = PLAN_ID.exec(named ?? "") ?? [];
  const isDated = year !== undefined && !Number.isNaN(Date.parse(`${year}-${month}-${day}`));
  const title = named ?? "";
  return { id: title, title, state: null, ...(isDated ? { approved: `${year}-${month}-${day}` } : {}) };
}

/** Whether a reader of a part sees which document a feature names: the first filled field counts, and one before it may be hidden. */
export function isDocumentHidden(attributes: Attributes, link: SourceRequirement["link"], known: ReadonlySet<string> | null): boolean {
  if (!link || known === null) return false;
  const first = idFields[link].find((field) => textOf(attributes, field) !== null || !known.has(field.toLowerCase()));
  return first !== undefined && textOf(attributes, first) === null;
}

/** The uploaded files that documents can name, and where they are served. */
export interface Files {
  known: ReadonlyMap<string, { fileName: string; title: string }>;
  address(id: string): string;
}
const NO_FILES: Files = { known: new Map(), address: (id) => id };

/** A file that the caller may not see, or that was removed, is not named. */
function factsOf({ id, title, authority, file, pieces, ...dates }: AnswerDocument, named: string | null, files: Files): DocumentFacts {
  const written = (pieces ?? []).flatMap((piece) => {
    const known = files.known.get(piece);
    return known ? [{ title: pieceTitle(known), url: files.address(piece) }] : [];
  });
  return {
    ...dates,
    id: id ?? named ?? title,
    title,
    ...(file !== undefined && files.known.has(file) ? { url: files.address(file) } : {}),
    ...(written.length > 0 ? { pieces: written } : {}),
    ...(authority ? { authority } : {}),
  };
}

function textOf(attributes: Attributes, field: string): string | null {
  for (const name in attributes) {
    const value = name.toLowerCase() === field.toLowerCase() ? attributes[name] : null;
    if (value !== null && value !== undefined && String(value).trim() !== "") return String(value).trim();
  }
  return null;
}
