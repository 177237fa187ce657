import { createHash, randomBytes } from "node:crypto";

const INVITATION_DAYS = 14;

/** The secret of an invitation link, and its stored hash. */
export function newInvitationCode(): { code: string; codeHash: string; expiresAt: Date } {
  const code = randomBytes(32).toString("base64url");
  return { code, codeHash: hashOfCode(code), expiresAt: new Date(Date.now() + INVITATION_DAYS * 86_400_000) };
}

export function hashOfCode(code: string): string {
  return createHash("sha256").update(code).digest("hex");
}
