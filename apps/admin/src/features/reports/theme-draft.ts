import { type ReportField, type ReportTheme, reportField } from "@archipel/contracts/reports.ts";

export type ThemeDraft = Omit<ReportTheme, "id" | "position">;

export const NEW_THEME: ThemeDraft = { name: {}, help: {}, fields: [], portalIds: [], moderatorIds: [], isActive: true };

/** A key from a question's label: lower case, no accents, unique in the form. A stored key never changes, because answers are stored by it. */
export function fieldKey(words: string, taken: readonly string[]): string {
  const plain = words
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^[_0-9]+|_+$/g, "")
    .slice(0, 36);
  const base = plain || "question";
  for (let count = 1; ; count++) {
    const key = count === 1 ? base : `${base}_${count}`;
    if (!taken.includes(key)) return key;
  }
}

export type DraftFault = "name" | "field-label" | "field-options" | "field-option";

/** The first error of a theme; null when it can be saved. `field`: the index of the question. */
export function draftFault({ name, fields }: ThemeDraft): { readonly fault: DraftFault; readonly field: number | null } | null {
  if (!name.fr?.trim() && !name.en?.trim()) return { fault: "name", field: null };
  for (const [index, field] of fields.entries()) {
    if (!field.label.fr?.trim() && !field.label.en?.trim()) return { fault: "field-label", field: index };
    if (field.type === "list" && field.options.length === 0) return { fault: "field-options", field: index };
    if (field.type === "list" && field.options.some(({ label }) => !label.fr?.trim() && !label.en?.trim()))
      return { fault: "field-option", field: index };
  }
  return null;
}

/** The questions to send: empty languages are left out, new questions and choices get keys from their labels. */
export function storedFields(fields: readonly ReportField[]): ReportField[] {
  const taken: string[] = fields.flatMap(({ name }) => (name ? [name] : []));
  return fields.map((field) => {
    const name = field.name || fieldKey(field.label.fr || field.label.en || "", taken);
    if (!field.name) taken.push(name);
    const values: string[] = field.options.flatMap(({ value }) => (value ? [value] : []));
    const options = field.options.map(({ value, label }) => {
      const kept = value || fieldKey(label.fr || label.en || "", values);
      if (!value) values.push(kept);
      return { value: kept, label: filled(label) };
    });
    return reportField.parse({
      ...field,
      name,
      label: filled(field.label),
      help: filled(field.help),
      options: field.type === "list" ? options : [],
    });
  });
}

export function filled({ fr, en }: { readonly fr?: string | undefined; readonly en?: string | undefined }): { fr?: string; en?: string } {
  return { ...(fr?.trim() && { fr: fr.trim() }), ...(en?.trim() && { en: en.trim() }) };
}

/** Stored questions that a draft removes or gives another type. Answers to them would no longer be shown. */
export function lostFields(stored: readonly ReportField[], draft: readonly ReportField[]): ReportField[] {
  return stored.filter(({ name, type }) => draft.find((field) => field.name === name)?.type !== type);
}
