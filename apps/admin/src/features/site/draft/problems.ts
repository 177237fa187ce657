import { blockSchema, type StoredBlock } from "@archipel/blocks/blocks.ts";
import type { Link, Picture } from "@archipel/blocks/field.ts";
import type { Texts } from "@archipel/blocks/texts.ts";
import type { PageDraft, Path } from "./page-draft.ts";
import { type FoundField, fieldsIn } from "./walk-fields.ts";

export type ProblemCode =
  | "page-title"
  | "address"
  | "control-characters"
  | "too-long"
  | "wrong"
  | "picture-alt"
  | "picture-twice"
  | "entries-few"
  | "link-missing"
  | "link-page"
  | "link-map"
  | "dataset-gone"
  | "dataset-hidden"
  | "layer-gone"
  | "map-gone";

export interface Problem {
  /** Null: the page itself. */
  readonly block: string | null;
  readonly path: Path;
  readonly code: ProblemCode;
  /** An error keeps the page from being saved; a warning does not. */
  readonly isError: boolean;
}

/** What the site has. A part that is still loading is null, and nothing is said about it. */
export interface Known {
  readonly pages: ReadonlySet<string> | null;
  readonly maps: ReadonlySet<string> | null;
  /** The datasets of the community that the portal lists; `isPublic`: visitors see them. */
  readonly datasets: ReadonlyMap<string, { readonly isPublic: boolean }> | null;
  readonly layers: ReadonlySet<string> | null;
}

/** What is wrong or doubtful on a page, in its order. What visitors do not see may be unfinished, but not wrong. */
export function problemsOf(draft: PageDraft, known: Known): Problem[] {
  const page: Problem[] =
    Object.keys(draft.title).length === 0 ? [{ block: null, path: ["title"], code: "page-title", isError: false }] : [];
  const pictures = new Set<string>();
  return [...page, ...draft.blocks.flatMap((block) => [...errorsOf(block), ...(block.isHidden ? [] : warningsOf(block, known, pictures))])];
}

function errorsOf(block: StoredBlock): Problem[] {
  const issues = blockSchema.safeParse(block).error?.issues ?? [];
  return issues.map(({ path, message, code }) => ({
    block: block.id,
    // Without the step `props`.
    path: path.slice(1) as Path,
    code: message === "address" || message === "control-characters" ? message : code === "too_big" ? "too-long" : "wrong",
    isError: true,
  }));
}

function warningsOf(block: StoredBlock, known: Known, pictures: Set<string>): Problem[] {
  return fieldsIn(block).flatMap((found) => {
    const code = warningOf(found, known) ?? pictureTwice(found, pictures);
    return code ? [{ block: block.id, path: found.path, code, isError: false }] : [];
  });
}

function warningOf({ field: { name, kind }, value, beside }: FoundField, known: Known): ProblemCode | undefined {
  if (kind.is === "list") return Array.isArray(value) && value.length < kind.min ? "entries-few" : undefined;
  if (kind.is === "link") {
    if (value === undefined) return isButton(name, beside) ? "link-missing" : undefined;
    return linkProblem(value as Link, known);
  }
  if (value === undefined) return undefined;
  if (kind.is === "picture") return pictureProblem(value as Picture);
  if (kind.is === "dataset") return datasetProblem(value as string, known);
  if (kind.is === "datasets") return (value as string[]).map((id) => datasetProblem(id, known)).find(Boolean);
  if (kind.is === "map") return known.maps?.has(value as string) === false ? "map-gone" : undefined;
  if (kind.is === "layer") return layerProblem(value as string, known);
  if (kind.is === "figure") {
    const figure = value as { readonly of: string; readonly layer?: string };
    return figure.layer === undefined ? undefined : layerProblem(figure.layer, known);
  }
  return undefined;
}

/** An entry with a label and a link is a button: it must lead somewhere. */
function isButton(name: string, beside: Readonly<Record<string, unknown>>): boolean {
  const label = beside.label as Texts | undefined;
  return name === "link" && beside.figure === undefined && label !== undefined && Object.keys(label).length > 0;
}

function linkProblem(link: Link, known: Known): ProblemCode | undefined {
  if (link.to === "page") return known.pages?.has(link.id) === false ? "link-page" : undefined;
  if (link.to === "saved-map") return known.maps?.has(link.id) === false ? "link-map" : undefined;
  if (link.to === "points") return link.layer ? layerProblem(link.layer, known) : undefined;
  return link.to === "dataset" ? datasetProblem(link.id, known) : undefined;
}

function datasetProblem(id: string, { datasets }: Known): ProblemCode | undefined {
  if (!datasets) return undefined;
  const found = datasets.get(id);
  if (!found) return "dataset-gone";
  return found.isPublic ? undefined : "dataset-hidden";
}

function layerProblem(id: string, { layers }: Known): ProblemCode | undefined {
  return layers?.has(id) === false ? "layer-gone" : undefined;
}

function pictureProblem({ alt, isDecorative }: Picture): ProblemCode | undefined {
  return !isDecorative && Object.keys(alt).length === 0 ? "picture-alt" : undefined;
}

/** The same picture was already shown above. Logos and pictures without meaning may come again. */
function pictureTwice({ field, value }: FoundField, pictures: Set<string>): ProblemCode | undefined {
  if (field.kind.is !== "picture" || value === undefined || field.name === "logo") return undefined;
  const { file, isDecorative } = value as Picture;
  if (isDecorative) return undefined;
  if (pictures.has(file)) return "picture-twice";
  pictures.add(file);
  return undefined;
}
