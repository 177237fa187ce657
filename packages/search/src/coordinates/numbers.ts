/** A number near zero as programs print it: `5e-7`, `1.2E-05`. "2E-48.85" is a longitude in the east. */
const TINY = /(?<![\d.,])\d(?:\.\d+)?e-(?:0?[4-9]|[1-3]\d)(?![\d.])/gi;
const TINY_DECIMALS = 20;

/** Signs that people and programs write for the same thing. */
export function plainSigns(text: string): string {
  return text
    .replace(TINY, (number) => Number(number).toFixed(TINY_DECIMALS))
    .replace(/^\s*[[(](.*)[\])]\s*$/, "$1")
    .replace(/[−–—]/g, "-")
    .replace(/[º˚]/g, "°")
    .replace(/[’‘´`ʹ′]/g, "'")
    .replace(/[”“″]|''/g, '"')
    .normalize("NFKC")
    .replace(/\s+/g, " ")
    .trim();
}

/**
 * The two numbers of a text, all ways to read them: with commas or points as decimals, and digits in groups of three. Empty when the text holds
 * anything else. `48,117` alone is one number, not two.
 */
export function pairsOf(text: string): [number, number][] {
  if (!/^[-+\d][-+\d.,;/ ]*$/.test(text)) return [];
  const parted = text.split(/[;/]|, | ,/);
  if (parted.length === 2) return pair(parted[0] ?? "", parted[1] ?? "");
  if (parted.length > 2) return [];
  const groups = text.split(" ");
  if (groups.length > 1) {
    const found: [number, number][] = [];
    for (let cut = 1; cut < groups.length; cut++) found.push(...pair(groups.slice(0, cut).join(" "), groups.slice(cut).join(" ")));
    return found;
  }
  const pieces = text.split(",");
  // 48.117,-1.678 and 652381,6862047
  if (pieces.length === 2 && (text.includes(".") || pieces.every((piece) => /^[-+]?\d{6,}$/.test(piece))))
    return pair(pieces[0] ?? "", pieces[1] ?? "");
  // 48,117,-1,678
  if (pieces.length === 4) return pair(pieces.slice(0, 2).join(","), pieces.slice(2).join(","));
  return [];
}

function pair(first: string, second: string): [number, number][] {
  const [a, b] = [numberOf(first), numberOf(second)];
  return a === null || b === null ? [] : [[a, b]];
}

/** A number with a comma or a point, its digits in groups of three or not. */
export function numberOf(text: string): number | null {
  const trimmed = text.trim();
  if (!/^[-+]?(\d+|\d{1,3}( \d{3})+)([.,]\d*)?$/.test(trimmed)) return null;
  return Number(trimmed.replaceAll(" ", "").replace(",", "."));
}
