import type { CompiledFile } from "../../model/compile.ts";
import { withoutAccents } from "./plain-text.ts";

/** A file whose place or name is not as the model has it. */
export interface OddFile {
  /** Without extension. */
  stem: string;
  extension: string;
  /** What it may have been meant to be. */
  models: readonly CompiledFile[];
  /** Folders of the delivery. */
  folders: readonly string[];
  /** Name of the delivery, whose code and date many standards repeat in names of files. */
  deliveryName: string;
  /** Paths of the delivery, in lower case. */
  taken: ReadonlySet<string>;
}

/** The path that a file should have: its own name first, then that name cleaned (accents, blanks, a missing code or date). Null when none fits. */
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

/** Does a pattern of a name say something of it? One that lets everything through cannot tell what a file was meant to be. */
export function isTelling({ file }: CompiledFile): boolean {
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
