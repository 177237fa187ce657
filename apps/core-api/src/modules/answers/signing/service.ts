import { signCompact } from "@archipel/signatures/compact.ts";
import { type KeySet, newKeyPair, publicKey, type Signer, signerOf } from "@archipel/signatures/keys.ts";
import { type FileKind, signFile } from "@archipel/signatures/signed-file.ts";
import type { Statement } from "@archipel/signatures/statement.ts";
import type { Core } from "../../../kernel/core.ts";
import { perCore } from "../../../kernel/per-core.ts";
import { derivedKey, seal, sealed, unseal } from "../../../kernel/sealed.ts";
import { allKeys, endKey, insertKey, keyInUse } from "./queries.ts";

/** Another process may have replaced the key meanwhile: what the old one signs until then is refused as too late. */
const KEPT_MS = 10_000;
/** So long after it was replaced, signatures of a key are still good. */
const GRACE_SECONDS = 60;

/** A command of the operator has no queue. */
type KeyCore = Pick<Core, "database" | "env" | "memory">;

const kept = perCore((): { signer: Promise<Signer> | null; until: number } => ({ signer: null, until: 0 }));

/** Signs with the key in use. The first process makes it, and keeps it encrypted with the platform's secret. */
export function signerInUse(core: KeyCore): Promise<Signer> {
  const state = kept(core);
  if (state.signer !== null && Date.now() < state.until) return state.signer;
  state.until = Date.now() + KEPT_MS;
  state.signer = readSigner(core);
  state.signer.catch(() => {
    state.signer = null;
  });
  return state.signer;
}

async function readSigner(core: KeyCore): Promise<Signer> {
  const found = await core.database.withSystem(keyInUse);
  if (found === null) {
    await makeKey(core, new Date());
    return readSigner(core);
  }
  let secret: unknown;
  try {
    secret = JSON.parse(unseal(sealingKey(core), sealed.parse(found.sealedKey)));
  } catch {
    throw new Error("the key of answers in the database was sealed under another ARCHIPEL_SECRET: give this process the same one");
  }
  return signerOf(found.id, secret);
}

/** Puts a new key in use. What the one before signed stays good, because its public half is published with its end. */
export async function rotateKey(core: KeyCore): Promise<void> {
  await makeKey(core, new Date(), { isInstead: true });
  kept(core).until = 0;
}

async function makeKey(core: KeyCore, at: Date, { isInstead = false } = {}): Promise<void> {
  const { published, secret } = await newKeyPair(at);
  const sealedKey = seal(sealingKey(core), JSON.stringify(secret));
  await core.database.withSystem(async (tx) => {
    if (isInstead) await endKey(tx, at);
    await insertKey(tx, { publicKey: published, sealedKey });
  });
}

const sealingKey = (core: KeyCore) => derivedKey(core, "answer-keys");

/** The public keys of all answers that were ever signed. */
export async function publishedKeys(core: KeyCore): Promise<KeySet> {
  await signerInUse(core);
  const rows = await core.database.withSystem(allKeys);
  return {
    keys: rows.map(({ publicKey: key, endedAt }) => ({
      ...publicKey.parse(key),
      ...(endedAt === null ? {} : { exp: Math.floor(endedAt.getTime() / 1000) + GRACE_SECONDS }),
    })),
  };
}

/** The file of a report with the platform's signature at its end: anybody can check it with the published keys, without the platform. */
export async function signReport(core: KeyCore, kind: FileKind, content: Buffer, said: Omit<Statement, "file">): Promise<Buffer> {
  return Buffer.from(await signFile(kind, content, said, await signerInUse(core)));
}

/** What is signed of a report, as the attachment of its PDF: it can be read where a program has written the PDF again. */
export async function signedStatement(core: KeyCore, said: Omit<Statement, "file">): Promise<string> {
  return signCompact(Buffer.from(JSON.stringify(said)), await signerInUse(core));
}
