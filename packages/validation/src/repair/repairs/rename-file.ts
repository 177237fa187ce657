import type { CompiledFile } from "../../model/compile.ts";
import { withoutAccents } from "./plain-text.ts";

/** A file whose folder or name does not match the model. */
export interface OddFile {
  /** Without extension. */
  stem: string;
  extension: string;
  /** The file models that it may belong to. */
  models: readonly CompiledFile[];
  /** Folders of the delivery. */
  folders: readonly string[];
  /** Name of the delivery. Many standards repeat its code and date in file names. */
  deliveryName: string;
  /** Paths of the delivery, in lower case. */
  taken: ReadonlySet<string>;
}

/** The path that the file should have: with its own name, or a cleaned one (accents, spaces, a missing code or date). Null when none matches. */
export function renamedPath({ stem, extension, models, folders, deliveryName, taken }: OddFile): string | null {
  const slash = stem.lastIndexOf("/");
  const folder = stem.slice(0, Math.max(0, slash));
  for (const name of namesOf(stem.slice(slash + 1), deliveryName)) {
    for (const model of models) {
      for (const place of new Set([folder, literalFolder(model.file.path), ...folders, ""])) {
        const path = place === "" ? name : `${place}/${name}`;
        if (model.path.test(path) && !taken.has(`${path}.${extension}`.toLowerCase())) return `${path}.${extension}`;
      }
    }
  }
  return null;
}

/** True when the pattern of a file name contains a word. A pattern like `.*` matches any file, so it cannot identify one. */
export function isDistinctive({ file }: CompiledFile): boolean {
  const name = file.path.slice(file.path.lastIndexOf("/") + 1);
  return /[A-Za-z]{3,}/.test(name.replace(/\[[^\]]*\]/g, ""));
}

function literalFolder(pattern: string): string {
  const folder = pattern.slice(0, Math.max(0, pattern.lastIndexOf("/")));
  return /[[\](){}*+?|\\^$.]/.test(folder) ? "" : folder;
}

function namesOf(name: string, deliveryName: string): string[] {
  const clean = withoutAccents(name)
    .replace(/[^A-Za-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  const bare = clean.replace(/_(v\d+|final|def|copie|copy|ok|\d)$/i, "").replace(/^(copie_de|copy_of)_/i, "");
  const code = /^([0-9A-Z]+)_/i.exec(deliveryName)?.[1] ?? "";
  const date = /_(\d{8})(_|$)/.exec(deliveryName)?.[1] ?? "";
  const full = [clean, bare].flatMap((known) => {
    const own = known.replace(new RegExp(`^${code}_`, "i"), "").replace(/_?\d{8}$/, "");
    return [known, `${code}_${own}_${date}`, `${code}_${own}`, `${own}_${date}`, own];
  });
  return [...new Set([name, ...full])];
}
