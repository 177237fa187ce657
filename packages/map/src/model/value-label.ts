import type { LayerField } from "@archipel/contracts/layers.ts";

type Coded = Pick<LayerField, "column" | "isHidden"> & { readonly rule?: LayerField["rule"] };

/** What a code means by the list of its field; undefined for a value without a label. */
export function valueLabel(field: Coded, value: unknown): string | undefined {
  return field.rule?.values?.find((one) => one.value === value)?.label;
}

interface Named {
  readonly fid: number;
  readonly label: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The names of listed features in people's words: codes by their labels, and a number behind names that the list has more than once. */
export function listedNames(items: readonly Named[], fields: readonly Coded[]): string[] {
  const names = items.map(({ label, properties }) => {
    const coded = fields.find((field) => !field.isHidden && properties[field.column] === label && valueLabel(field, label));
    return (coded && valueLabel(coded, label)) ?? label;
  });
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return names.map((name, index) => ((counts.get(name) ?? 0) > 1 ? `${name} (n°\u00a0${items[index]?.fid})` : name));
}
