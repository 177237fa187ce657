import { expandFacts, type ModelFacts, type TableFacts } from "./model-facts.ts";

/**
 * Reads facts: the compact description of the models of the national planning portal, in `models/national/*.facts`. One fact a line; `#` begins
 * a comment line. A new edition is a new block of facts.
 *
 * - `model PLU_2022 like PLU_2017` begins a model. It has the facts of the other model, except those that follow.
 * - `folder PATTERN` is the pattern of the delivery's name.
 * - `file KIND PRESENCE PATTERN NAME` is a file: its kind and presence are those of the format of models.
 * - `table NAME` begins or changes a table; `table NAME like OTHER` begins it with the facts of another table of this model.
 * - Indented lines are the facts of a table. `FIELD TYPE …` is a field: `required`, `unique`, `column-optional`, `min=`, `max=` (lengths),
 *   `to=TABLE.FIELD`, `pattern=`, and at last `values=` with the allowed values separated by `|`. A field with the type of a geometry is the
 *   geometry. `rule NAME` is a condition of `conditions.ts`. `list FIELDS NAME` names the code list of `lists.ts` that contains the values.
 * - `- file KIND NAME`, `- table NAME` and, indented, `- FIELD`, `- rule NAME`, `- list FIELDS` remove a fact of the other model.
 *
 * `{code}`, `{type}`, `{cat}`, `{date}` and `{part}` are replaced in every line; `model-facts.ts` says by what.
 *
 * @throws Error with the number of the first line that cannot be read
 */
export function readFacts(text: string): Map<string, ModelFacts> {
  const folded = new Map<string, ModelFacts>();
  let model: ModelFacts | null = null;
  let table: TableFacts | null = null;
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "" || line.startsWith("#")) continue;
    try {
      if (line.startsWith("model ")) {
        model = beginModel(line, folded);
        table = null;
      } else if (!model) throw new Error("a fact before the first model");
      else if (line.startsWith("  ")) readTableFact(line.trim(), table);
      else table = readModelFact(line, model);
    } catch (error) {
      throw new Error(`line ${index + 1}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return new Map([...folded].map(([name, facts]) => [name, expandFacts(facts)]));
}

function beginModel(line: string, models: Map<string, ModelFacts>): ModelFacts {
  const [, name = "", , other] = line.split(" ");
  const base = other === undefined ? null : models.get(other);
  if (base === undefined) throw new Error(`no model ${other}`);
  const model: ModelFacts = {
    name,
    folder: base?.folder ?? "",
    files: new Map(base?.files),
    tables: new Map([...(base?.tables ?? [])].map(([key, table]) => [key, copyOf(table)])),
  };
  models.set(name, model);
  return model;
}

const copyOf = ({ fields, rules, lists }: TableFacts): TableFacts => ({
  fields: new Map(fields),
  rules: new Set(rules),
  lists: new Map(lists),
});

/** @returns the table that the following lines describe, if the line begins one */
function readModelFact(line: string, model: ModelFacts): TableFacts | null {
  const isRemoved = line.startsWith("- ");
  const [kind, ...words] = (isRemoved ? line.slice(2) : line).split(" ");
  if (kind === "folder") {
    model.folder = words.join(" ");
    return null;
  }
  if (kind === "file") {
    const [sort = "", presence = "", path = "", ...name] = isRemoved ? [words[0], "", "", ...words.slice(1)] : words;
    const key = `${sort} ${name.join(" ")}`;
    if (!isRemoved) model.files.set(key, { kind: sort, presence, path, name: name.join(" ") });
    else if (!model.files.delete(key)) throw new Error(`no file ${key}`);
    return null;
  }
  const [name = "", , other] = words;
  if (kind !== "table") throw new Error(`unknown fact ${kind}`);
  if (isRemoved) {
    if (!model.tables.delete(name)) throw new Error(`no table ${name}`);
    return null;
  }
  const base = other === undefined ? model.tables.get(name) : model.tables.get(other);
  if (other !== undefined && !base) throw new Error(`no table ${other}`);
  const table = base ? copyOf(base) : { fields: new Map(), rules: new Set<string>(), lists: new Map() };
  model.tables.set(name, table);
  return table;
}

function readTableFact(line: string, table: TableFacts | null): void {
  if (!table) throw new Error("a fact of a table before the table");
  const isRemoved = line.startsWith("- ");
  const [kind = "", ...words] = (isRemoved ? line.slice(2) : line).split(" ");
  const [first = "", second = ""] = words;
  if (isRemoved) {
    const isGone = kind === "rule" ? table.rules.delete(first) : kind === "list" ? table.lists.delete(first) : table.fields.delete(kind);
    if (!isGone) throw new Error(`no fact ${line.slice(2)}`);
  } else if (kind === "rule") table.rules.add(first);
  else if (kind === "list") table.lists.set(first, second);
  else table.fields.set(kind, words.join(" "));
}
