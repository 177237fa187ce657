import type { Point } from "../grid.ts";

/** Cadastre-like identifiers: a section of two letters per 900 m square of a commune, numbered within it. */
export function parcelIds(): (code: string, at: Point) => { id: string; section: string; numero: string } {
  const sections = new Map<string, string>();
  const sectionCounts = new Map<string, number>();
  const numbers = new Map<string, number>();
  return (code, at) => {
    const square = `${code}:${Math.floor(at[0] / 900)}:${Math.floor(at[1] / 900)}`;
    let section = sections.get(square);
    if (section === undefined) {
      const rank = sectionCounts.get(code) ?? 0;
      sectionCounts.set(code, rank + 1);
      section = String.fromCharCode(65 + Math.floor(rank / 26)) + String.fromCharCode(65 + (rank % 26));
      sections.set(square, section);
    }
    const key = `${code}:${section}`;
    const number = (numbers.get(key) ?? 0) + 1;
    numbers.set(key, number);
    const numero = String(number).padStart(4, "0");
    return { id: `${code}000${section}${numero}`, section, numero };
  };
}
