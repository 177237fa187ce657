import { chmod, mkdir, open, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Locale } from "@archipel/i18n/locales.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { signInFile } from "../env.ts";
import { exitCodes } from "../exit-codes.ts";
import { type Address, Refusal, unreachable } from "./refusal.ts";

/** The command line at the hub of a platform (RFC 8628). */
const CLIENT = "archipel-cli";
const SCOPE = "openid offline_access read contribute produce";
const DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";
/** Seconds between two questions, unless the server says otherwise. */
const INTERVAL = 5;
/** A token that ends in less than this is refreshed. */
const MARGIN_MS = 5 * 60_000;
const LOCK_STALE_MS = 30_000;

interface Kept {
  readonly [url: string]: { readonly accessToken: string; readonly refreshToken: string; readonly expiresAt: number };
}

/** The members of an answer of the hub. */
type Answer = Readonly<Record<string, unknown>>;
const textIn = (answer: Answer, name: string): string => (typeof answer[name] === "string" ? answer[name] : "");
const numberIn = (answer: Answer, name: string): number | null => (typeof answer[name] === "number" ? answer[name] : null);

interface Tokens {
  accessToken: string;
  refreshToken: string;
  expiresAt: number;
}

/** The tokens of an answer; null when it has none. */
function tokensIn(answer: Answer): Tokens | null {
  const [accessToken, refreshToken] = [textIn(answer, "access_token"), textIn(answer, "refresh_token")];
  const seconds = numberIn(answer, "expires_in");
  return accessToken && refreshToken && seconds ? { accessToken, refreshToken, expiresAt: Date.now() + seconds * 1000 } : null;
}

/** Signs in on a server: shows a code, and waits until the person has typed it there. */
export async function signIn(address: Address, locale: Locale, say: (line: string) => void): Promise<void> {
  const { url } = address;
  const t = translator(locale, "commands");
  const begun = await ask(address, locale, "/oidc/device/auth", { client_id: CLIENT, scope: SCOPE, prompt: "consent" });
  const deviceCode = textIn(begun, "device_code");
  if (!deviceCode) throw new Refusal(t("login.ended"), exitCodes.refused);
  say(t("login.open", { address: textIn(begun, "verification_uri") }));
  say(t("login.code", { code: textIn(begun, "user_code") }));
  let seconds = numberIn(begun, "interval") ?? INTERVAL;
  const end = Date.now() + (numberIn(begun, "expires_in") ?? 0) * 1000;
  while (Date.now() < end) {
    await pause(seconds * 1000);
    const answer = await ask(address, locale, "/oidc/token", { grant_type: DEVICE_GRANT, client_id: CLIENT, device_code: deviceCode });
    const got = tokensIn(answer);
    if (got) return await locked(() => keep(url, got));
    const error = textIn(answer, "error");
    if (error === "slow_down") seconds += 5;
    else if (error !== "authorization_pending")
      throw new Refusal(t(error === "access_denied" ? "login.refused" : "login.ended"), exitCodes.refused);
  }
  throw new Refusal(t("login.ended"), exitCodes.refused);
}

/** Ends the sign-in on a server, there and here. @returns false when there was none */
export function signOut(address: Address, locale: Locale): Promise<boolean> {
  const { url } = address;
  return locked(async () => {
    const { [url]: own, ...others } = await read();
    if (!own) return false;
    await ask(address, locale, "/oidc/token/revocation", { client_id: CLIENT, token: own.refreshToken });
    await write(others);
    return true;
  });
}

/** The access token for a server, refreshed if it is about to end; null without a sign-in that is in force. */
export function tokenFor(address: Address, locale: Locale): Promise<string | null> {
  const { url } = address;
  // Two commands at once must not both use the refresh token: its second use ends the sign-in.
  return locked(async () => {
    const own = (await read())[url];
    if (!own || own.expiresAt - MARGIN_MS > Date.now()) return own?.accessToken ?? null;
    const asked = { grant_type: "refresh_token", client_id: CLIENT, refresh_token: own.refreshToken };
    const got = tokensIn(await ask(address, locale, "/oidc/token", asked));
    if (!got) return null;
    await keep(url, got);
    return got.accessToken;
  });
}

async function ask(address: Address, locale: Locale, path: string, body: Record<string, string>): Promise<Answer> {
  const asked = fetch(`${address.url}${path}`, { method: "POST", body: new URLSearchParams(body) });
  const response = await asked.catch((error: unknown) => {
    throw unreachable(address, locale, error);
  });
  const text = await response.text();
  if (response.status >= 500 || response.status === 404) throw unreachable(address, locale);
  return objectIn(text) as Answer;
}

async function keep(url: string, tokens: Tokens): Promise<void> {
  await write({ ...(await read()), [url]: tokens });
}

async function read(): Promise<Kept> {
  // A file that is damaged counts as none: the person signs in again.
  const all = objectIn(await readFile(signInFile(), "utf8").catch(() => "{}"));
  const isWhole = (one: unknown): one is Tokens =>
    typeof one === "object" && one !== null && "accessToken" in one && "expiresAt" in one && "refreshToken" in one;
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, Tokens] => isWhole(entry[1])));
}

function objectIn(text: string): object {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}

/** Whole or not at all, and for the person alone. */
async function write(all: Kept): Promise<void> {
  const file = signInFile();
  const fresh = `${file}.${process.pid}`;
  await writeFile(fresh, `${JSON.stringify(all, null, 2)}\n`, { mode: 0o600 });
  await chmod(fresh, 0o600);
  await rename(fresh, file);
}

/** Runs `work` in one process at a time. */
async function locked<T>(work: () => Promise<T>): Promise<T> {
  const lock = `${signInFile()}.lock`;
  await mkdir(dirname(lock), { recursive: true, mode: 0o700 });
  for (;;) {
    const handle = await open(lock, "wx").catch(() => null);
    if (handle) {
      try {
        return await work();
      } finally {
        await handle.close();
        await rm(lock, { force: true });
      }
    }
    const age = Date.now() - ((await stat(lock).catch(() => null))?.mtimeMs ?? Date.now());
    if (age > LOCK_STALE_MS) await rm(lock, { force: true });
    await pause(50);
  }
}
