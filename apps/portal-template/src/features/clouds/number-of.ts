/** A number as people type it: with spaces, with a comma or a point. NaN for anything else. */
export function numberOf(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text.replace(/\s/g, "").replace(",", ".").replace("−", "-"));
}
