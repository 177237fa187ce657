import type { NamedExtract } from "@archipel/contracts/cloud-extracts.ts";

const ID = /^[0-9a-f-]{36}$/;
const SECRET = /^[\w-]{16,100}$/;
const keyOf = (layerId: string) => `archipel.extract.${layerId}`;

/** `id` or `id.secret`, as the fragment of a page's address has it: fragments are in no log of a server. */
export function readNamed(text: string | null | undefined): NamedExtract | null {
  const [id = "", secret] = (text ?? "").split(".");
  if (!ID.test(id)) return null;
  return { id, ...(secret !== undefined && SECRET.test(secret) && { secret }) };
}

export function writeNamed({ id, secret }: NamedExtract): string {
  return secret === undefined ? id : `${id}.${secret}`;
}

/** The extract that the address names. */
export function extractOfHash(hash: string): NamedExtract | null {
  return readNamed(new URLSearchParams(hash.replace(/^#/, "")).get("extract"));
}

/** The extract of a layer that this browser asked for, so that it is found again after the page was closed. */
export const keptExtract = {
  read(layerId: string): NamedExtract | null {
    try {
      return readNamed(localStorage.getItem(keyOf(layerId)));
    } catch {
      return null;
    }
  },
  write(layerId: string, named: NamedExtract | null): void {
    try {
      if (named) localStorage.setItem(keyOf(layerId), writeNamed(named));
      else localStorage.removeItem(keyOf(layerId));
    } catch {
      // Without storage, the address of the page still names it.
    }
  },
};
