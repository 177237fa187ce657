// Rows named by their alias alone. PostgreSQL looks for a column of that name first: `row_to_json(r)` is one value of a layer with a field `r`.

const CALLS = /\b(row_to_json|to_jsonb?|jsonb?_agg|record_send)\(\s*([a-z_]\w*)(?=\s*[),]|\s+ORDER\b)/g;
const CASTS = /(?<![.\w$"'])([a-z_]\w*)::(?:text|jsonb?|record)\b/g;

/** Whether a text uses a name for a table: behind a FROM item, and before a dot. */
function isAlias(text, name) {
  const isPlaced = new RegExp(`(?:\\)|\\}|\\b(?:FROM|JOIN|UPDATE|INTO)\\s+(?:[\\w."%]|\\$\\{[^}]*\\})+)\\s+(?:AS\\s+)?${name}(?![\\w(:.])`);
  return isPlaced.test(text) || new RegExp(`(?<![.\\w"'])${name}\\.(?:[a-z_"*]|\\$\\{)`).test(text);
}

/** The whole rows in a file that a column could hide, as they are written. */
export function hidableRows(text) {
  const calls = [...text.matchAll(CALLS)].filter(
    ([, call, name]) => call === "row_to_json" || call === "record_send" || isAlias(text, name),
  );
  const casts = [...text.matchAll(CASTS)].filter(([, name]) => name.length <= 2 && name !== "id" && isAlias(text, name));
  return [...calls, ...casts].map(([written]) => written);
}
