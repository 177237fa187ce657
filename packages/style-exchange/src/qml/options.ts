import { all, at, type Element } from "../xml.ts";

/** The properties of a symbol layer: `<Option name value>` since QGIS 3.26, `<prop k v>` before. */
export function optionsOf(layer: Element): Readonly<Record<string, string>> {
  const options = all(at(layer, "Option"), "Option").flatMap(({ attributes: { name, value } }) =>
    name !== undefined && value !== undefined ? [[name, value] as const] : [],
  );
  const props = all(layer, "prop").flatMap(({ attributes: { k, v } }) => (k !== undefined && v !== undefined ? [[k, v] as const] : []));
  return Object.fromEntries([...props, ...options]);
}

/** The properties whose value an expression or a field computes, with its text. */
export function dataDefined(layer: Element): { property: string; field?: string; expression?: string }[] {
  const container = at(layer, "data_defined_properties") ?? at(layer, "dd_properties");
  const properties = all(at(container, "Option"), "Option").find(({ attributes }) => attributes.name === "properties");
  return all(properties, "Option").flatMap((property) => {
    const values = Object.fromEntries(all(property, "Option").map(({ attributes: { name, value } }) => [name ?? "", value ?? ""]));
    if (values.active !== "true") return [];
    const name = property.attributes.name ?? "";
    return [{ property: name, ...(values.field && { field: values.field }), ...(values.expression && { expression: values.expression }) }];
  });
}
