import { DomainError } from "../kernel/domain-error.ts";

const MAX_NAME = 200;

/** The last part of whatever a browser calls a file, without control characters: for people to read, never a path on disk. */
export function plainName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  const plain = last.replace(/\p{C}/gu, "").trim().slice(-MAX_NAME);
  if (plain === "") throw new DomainError("invalid", "upload-metadata-incomplete", { missing: "fileName" });
  return plain;
}
