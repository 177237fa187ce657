import { readCode, type SignedAnswer } from "./code.ts";
import { assertInForce, openCompact, SignatureError, type SignatureProblem } from "./compact.ts";
import type { KeySet, PublicKey } from "./keys.ts";

export type CheckedCode = { isGood: true; answer: SignedAnswer; key: PublicKey } | { isGood: false; problem: SignatureProblem };

/** Whether the code of a QR code is one that the owner of the keys signed. It asks nobody. */
export async function checkCode(code: string, keys: KeySet): Promise<CheckedCode> {
  try {
    const { content, key } = await openCompact(code, keys);
    const answer = readCode(Buffer.from(content));
    if (answer === null) return { isGood: false, problem: "unreadable" };
    assertInForce(key, Math.floor(Date.parse(answer.createdAt) / 1000));
    return { isGood: true, answer, key };
  } catch (error) {
    if (error instanceof SignatureError) return { isGood: false, problem: error.problem };
    throw error;
  }
}
