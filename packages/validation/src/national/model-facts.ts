import { type FieldType, fieldTypes } from "../model/field.ts";
import { type GeometryKind, geometryTypes } from "../model/geometry.ts";

/** The facts of one model, as `facts.ts` reads them. The facts of a field are one text, which `fieldFacts` takes apart. */
export interface ModelFacts {
  /** `PLU_2017`, `SUP_AC1_2016`: the portal's name without `cnig_`. */
  name: string;
  folder: string;
  files: Map<string, FileFacts>;
  tables: Map<string, TableFacts>;
}

export interface FileFacts {
  kind: string;
  presence: string;
  path: string;
  name: string;
}

export interface TableFacts {
  fields: Map<string, string>;
  rules: Set<string>;
  /** Names of code lists by field, or by fields separated by commas. */
  lists: Map<string, string>;
}

/** The facts of a field. */
export interface FieldFacts {
  type: FieldType | GeometryKind;
  required: boolean;
  isColumnOptional: boolean;
  unique: boolean;
  minLength?: number;
  maxLength?: number;
  reference?: { table: string; field: string };
  pattern?: string;
  values?: string[];
}

const FLAGS = ["required", "unique", "column-optional"];
const OPTION = /^(min|max|to|pattern)=(.+)$/;

/** Takes the text of a field's facts apart. @throws Error for a word that is not a fact */
export function fieldFacts(text: string): FieldFacts {
  const at = text.indexOf(" values=");
  const [sort = "", ...words] = (at < 0 ? text : text.slice(0, at)).split(" ");
  const type = [...fieldTypes, ...geometryTypes].find((known) => known === sort);
  if (!type) throw new Error(`unknown type ${sort}`);
  const facts: FieldFacts = {
    type,
    required: words.includes("required"),
    isColumnOptional: words.includes("column-optional"),
    unique: words.includes("unique"),
  };
  for (const word of words) {
    const [, option, value = ""] = OPTION.exec(word) ?? [];
    if (option === "min") facts.minLength = Number(value);
    else if (option === "max") facts.maxLength = Number(value);
    else if (option === "pattern") facts.pattern = value;
    else if (option === "to") {
      const [table = "", field = ""] = value.split(".");
      facts.reference = { table, field };
    } else if (!FLAGS.includes(word)) throw new Error(`unknown word ${word}`);
  }
  if (at >= 0) facts.values = text.slice(at + " values=".length).split("|");
  return facts;
}

/** The parts of a model's name: `SUP_AC1_2016` → SUP, AC1, 2016. */
export function nameOf(name: string): { type: string; category: string | null; year: number } {
  const words = name.split("_");
  return { type: words[0] ?? "", category: words.length > 2 ? (words[1] ?? null) : null, year: Number(words.at(-1)) };
}

/** Replaces `{…}` in every text. */
export function expandFacts({ name, folder, files, tables }: ModelFacts): ModelFacts {
  const { type, category } = nameOf(name);
  const words: Record<string, string> = {
    "{code}": type === "PLUi" || type === "SCoT" ? "[0-9]{9}" : "[AB0-9]{5}",
    "{type}": type.toUpperCase(),
    "{cat}": category ?? "",
    "{date}": "[0-9]{8}",
    "{part}": "(_[a-zA-Z])?",
  };
  const full = (text: string) => text.replace(/\{[a-z]+\}/g, (word) => words[word] ?? word);
  return {
    name,
    folder: full(folder),
    files: new Map([...files].map(([key, file]) => [full(key), { ...file, path: full(file.path), name: full(file.name) }])),
    tables: new Map(
      [...tables].map(([key, { fields, rules, lists }]) => [
        full(key),
        { fields: new Map([...fields].map(([field, text]) => [field, full(text)])), rules, lists },
      ]),
    ),
  };
}
