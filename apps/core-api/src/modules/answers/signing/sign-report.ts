import { signCompact } from "@archipel/signatures/compact.ts";
import { type FileKind, signFile } from "@archipel/signatures/signed-file.ts";
import type { Statement } from "@archipel/signatures/statement.ts";
import type { Core } from "../../../kernel/core.ts";
import { signerInUse } from "./keys.ts";

/** The file of a report with the platform's signature at its end: anybody can check it with the published keys, without the platform. */
export async function signReport(core: Core, kind: FileKind, content: Buffer, said: Omit<Statement, "file">): Promise<Buffer> {
  return Buffer.from(await signFile(kind, content, said, await signerInUse(core)));
}

/** What is signed of a report, as the attachment of its PDF: it can be read where a program has written the PDF again. */
export async function signedStatement(core: Core, said: Omit<Statement, "file">): Promise<string> {
  return signCompact(Buffer.from(JSON.stringify(said)), await signerInUse(core));
}
