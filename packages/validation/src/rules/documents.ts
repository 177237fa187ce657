import type { Delivery } from "../delivery/delivery.ts";
import type { FieldType } from "../model/field.ts";
import type { ValueFault } from "./values.ts";

/** An index of the files of a delivery, for cells that name a file. */
export class FileIndex {
  readonly #paths: ReadonlySet<string>;
  readonly #names: ReadonlySet<string>;

  constructor({ files }: Delivery) {
    this.#paths = new Set(files.map(({ path }) => path));
    this.#names = new Set(files.map(({ path }) => path.slice(path.lastIndexOf("/") + 1)));
  }

  /** The values that a cell of type `path` or `filename` may have. */
  listed(type: "path" | "filename"): ReadonlySet<string> {
    return type === "path" ? this.#paths : this.#names;
  }

  /** The fault of a cell of type `path` or `filename` when the file does not exist. `#page=12` after the name is allowed. */
  fault(text: string, type: FieldType): ValueFault | null {
    const hash = text.lastIndexOf("#");
    const name = hash >= 0 ? text.slice(0, hash) : text;
    if (type === "filename" && !this.#names.has(name)) return { code: "ATTRIBUTE_FILE_NOT_FOUND", params: { value: text } };
    if (type === "path" && !this.#paths.has(name.replaceAll("\\", "/").replace(/^\.?\//, "")))
      return { code: "ATTRIBUTE_PATH_NOT_FOUND", params: { value: text } };
    return null;
  }
}
