// The four text files of a bag: RFC 8493, The BagIt File Packaging Format (V1.0).

export const BAGIT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

/** One line of a manifest. */
export interface Digest {
  sha256: string;
  path: string;
}

/** In a path, only these characters are written in another way. */
export function manifestText(files: readonly Digest[]): string {
  return files
    .map(({ sha256, path }) => `${sha256}  ${path.replaceAll("%", "%25").replaceAll("\n", "%0A").replaceAll("\r", "%0D")}\n`)
    .join("");
}

/** The lines of a manifest; null when one is not a digest and a path. */
export function readManifest(text: string): Digest[] | null {
  const found: Digest[] = [];
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line === "") continue;
    const [, sha256, path] = /^([0-9a-fA-F]{64})[ \t]+\*?(.+)$/.exec(line) ?? [];
    if (sha256 === undefined || path === undefined) return null;
    const plain = path.replaceAll(/%0a/gi, "\n").replaceAll(/%0d/gi, "\r").replaceAll("%25", "%");
    found.push({ sha256: sha256.toLowerCase(), path: plain });
  }
  return found;
}

export function bagInfo(lines: Readonly<Record<string, string | number>>): string {
  return Object.entries(lines)
    .map(([label, value]) => `${label}: ${String(value).replaceAll(/[\r\n]+/g, " ")}\n`)
    .join("");
}
