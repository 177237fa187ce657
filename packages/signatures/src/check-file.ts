import { assertInForce, openCompact, SignatureError, type SignatureProblem } from "./compact.ts";
import type { KeySet, PublicKey } from "./keys.ts";
import { readSignedFile, sha256 } from "./signed-file.ts";
import { type Statement, statement } from "./statement.ts";

export type FileProblem = SignatureProblem | "unsigned";
export type CheckedFile = { isGood: true; said: Statement; key: PublicKey } | { isGood: false; problem: FileProblem };

/** Whether a file is byte by byte one that the owner of the keys signed. It asks nobody. */
export async function checkFile(file: Uint8Array, keys: KeySet): Promise<CheckedFile> {
  const parts = readSignedFile(file);
  if (parts === null) return { isGood: false, problem: "unsigned" };
  try {
    const { content, key } = await openCompact(parts.jws, keys);
    const said = statement.parse(JSON.parse(new TextDecoder().decode(content)));
    const isWhole = said.file?.sha256 === (await sha256(parts.content)) && said.file.type === `application/${parts.kind}`;
    if (!isWhole) return { isGood: false, problem: "changed" };
    assertInForce(key, said.iat);
    return { isGood: true, said, key };
  } catch (error) {
    return { isGood: false, problem: error instanceof SignatureError ? error.problem : "unreadable" };
  }
}
