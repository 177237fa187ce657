import type { Code } from "../codes.ts";
import type { CellValue } from "../delivery/delivery.ts";
import { readDocumentName } from "../extras/cnig/document-name.ts";
import { type ExpectedIdurba, expectedIdurba, idurbaParams, isIdurba } from "../extras/cnig/idurba.ts";
import { inseeParams, isInsee } from "../extras/cnig/insee.ts";
import type { RepairId } from "../finding.ts";
import type { CompiledModel } from "../model/compile.ts";
import type { Field } from "../model/field.ts";
import { isEmpty, textOf } from "../rules/cell.ts";
import { cellFaultsOf } from "../rules/cell-faults.ts";
import type { FileIndex } from "../rules/documents.ts";
import type { OneClick } from "./recipe.ts";
import { cast } from "./repairs/cast.ts";
import { cleanCharacters } from "./repairs/clean-characters.ts";
import { fillFromCodeList } from "./repairs/fill-from-code-list.ts";
import { fillValue } from "./repairs/fill-value.ts";
import type { CellRepair, CellSubject } from "./repairs/repair.ts";
import { trim } from "./repairs/trim.ts";

/** Every repair of a cell, in the order in which they are offered. */
export const cellRepairs: readonly CellRepair[] = [trim, cleanCharacters, fillFromCodeList, cast, fillValue];

/** What repairs of cells need to know about the delivery. */
export interface CellSurroundings {
  model: CompiledModel;
  files: FileIndex;
  /** Name of the delivery. */
  name: string;
}

/** Prepares repairs of the cells of a field. @param table key of the model's `tables` */
export function cellSubjectOf(field: Field, table: string, { model, files, name }: CellSurroundings): CellSubject {
  const faults = cellFaultsOf(field, model.lists, files);
  const idurba = idurbaOf(field, table, model, name);
  const asked = paramsOf(model, "cnig-insee");
  const isOfInsee = asked !== undefined && inseeParams.parse(asked).field === field.name;
  const document = readDocumentName(name);
  const territory = document?.kind === "planning" && isInsee(document.territory) ? document.territory : null;
  const only = field.values?.length === 1 ? (field.values[0] ?? null) : null;
  return {
    field,
    judge(value) {
      const text = textOf(value);
      const codes: Code[] = faults(value).map(({ code }) => code);
      if (isOfInsee && !isEmpty(text) && !isInsee(text)) codes.push("CNIG_INSEE_INVALID");
      return idurba ? [...codes, ...idurba.judge(text)] : codes;
    },
    choices: choicesOf(field, model, files),
    derived(text) {
      if (idurba) return idurba.derived(text);
      if (!isEmpty(text)) return null;
      return only ?? (isOfInsee ? territory : null);
    },
  };
}

/** The repair to offer for a fault of a cell: one that removes the fault and adds no other; null when only a person can correct it. */
export function repairOfCell(code: Code, value: CellValue, subject: CellSubject): RepairId | null {
  return cellRepairs.find((repair) => repairedCell(repair, code, value, subject) !== null)?.id ?? null;
}

/** The value after a repair of this fault; null when the repair does not help. */
export function repairedCell(
  { codes, propose }: CellRepair,
  code: Code,
  value: CellValue,
  subject: CellSubject,
  params: NonNullable<OneClick["params"]> = {},
): string | null {
  if (!codes.includes(code)) return null;
  const before = subject.judge(value);
  if (!before.includes(code)) return null;
  const text = textOf(value);
  const isBetter = (proposed: string) => {
    if (proposed === text) return false;
    const after = subject.judge(proposed);
    return !after.includes(code) && after.every((left) => before.includes(left));
  };
  return propose(text, subject, params).find(isBetter) ?? null;
}

function choicesOf(field: Field, { lists }: CompiledModel, files: FileIndex): string[][] {
  if (field.type === "path" || field.type === "filename") return [...files.listed(field.type)].map((name) => [name]);
  const listed = field.codeList && lists.get(field.codeList.list);
  const column = listed && field.codeList?.column ? listed.columns.indexOf(field.codeList.column) : 0;
  const rows = listed?.rows.map((row) => [row[column] ?? "", ...row.filter((_, index) => index !== column)]) ?? [];
  return [...(field.values ?? []).map((value) => [value]), ...rows];
}

function paramsOf({ model }: CompiledModel, rule: string): Record<string, unknown> | undefined {
  const asked = model.extras?.find((extra) => extra.rule === rule);
  return asked && (asked.params ?? {});
}

interface IdurbaCell {
  judge(text: string): Code[];
  derived(text: string): string | null;
}

/** The extra rule cnig-idurba for one cell. */
function idurbaOf(field: Field, table: string, model: CompiledModel, name: string): IdurbaCell | null {
  const asked = idurbaParams.safeParse(paramsOf(model, "cnig-idurba"));
  if (!asked.success || asked.data.field !== field.name) return null;
  const expected: ExpectedIdurba | null = expectedIdurba(name, asked.data.format);
  const isMain = asked.data.table === table;
  const isOfDocument = (text: string) => expected?.pattern.test(text) ?? false;
  const isOfTerritory = (text: string) => expected !== null && text.trim().startsWith(expected.territory);
  return {
    judge(text) {
      if (!isMain) return expected && !isOfDocument(text) ? ["CNIG_IDURBA_UNEXPECTED"] : [];
      const invalid: Code[] = isIdurba(text) ? [] : ["CNIG_IDURBA_INVALID"];
      return isOfTerritory(text) && !isOfDocument(text) ? [...invalid, "CNIG_IDURBA_NOT_FOUND"] : invalid;
    },
    // The main table may have rows of other documents: only a row of the same territory is overwritten.
    derived: (text) => (!isMain || isOfTerritory(text) ? (expected?.help ?? null) : null),
  };
}
