/** The content codings that an `Accept-Encoding` header accepts by name, in lower case. */
export function acceptedEncodings(header: string | string[] | undefined): Set<string> {
  const accepted = new Set<string>();
  for (const one of [header ?? ""].flat().join(",").toLowerCase().split(",")) {
    const [name = "", ...parameters] = one.trim().split(";");
    if (!parameters.some((parameter) => /^\s*q=0(\.0*)?\s*$/.test(parameter))) accepted.add(name.trim());
  }
  return accepted;
}
