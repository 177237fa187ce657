import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { password as passwordSchema, signUpInput } from "@archipel/contracts/identity.ts";
import { type Locale, locale as localeSchema } from "@archipel/contracts/text.ts";
import { ADMIN_CLIENT_ID } from "@archipel/session/client-keys.ts";
import { composeCore } from "../compose.ts";
import { type Env, readEnv } from "../env.ts";
import { stepPath } from "../http/oidc/hub/step.ts";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { type Appointment, appointOperator } from "../modules/identity/service/operators.ts";
import { faceQuery } from "../pages/hub/face.ts";
import { StartError } from "../start-error.ts";
import { exitCodes, type ServerCommand, type Terminal, UsageError } from "./command.ts";
import { optionsOf } from "./options.ts";

export const command: ServerCommand = {
  help: `archipel-server create-operator --email ADDRESS --name NAME [--locale fr|en] [--password-file FILE] [--link]

Creates the account and prints a link that works once, within 24 hours, where the person chooses the password; then they sign in at
ARCHIPEL_ADMIN_URL. core-api must run when the link is opened. An existing account becomes an operator and keeps its name and password.
Running the command again changes nothing, but prints a new link as long as the account has no password.

  --locale         language of the account and of the link's page (fr)
  --password-file  takes the password of an account that has none from the first line of a file; "-" reads standard input
  --link           prints a link, valid for one hour, to choose another password, also if the account has one`,
  async run(args, terminal) {
    const request = await requestOf(args, terminal);
    const env = readEnv(terminal.settings);
    const core = await composeCore({ ...env, LOG_LEVEL: "silent" }, "archipel-server");
    try {
      for (const line of await appoint(core, request)) terminal.out.write(`${line}\n`);
      return exitCodes.done;
    } finally {
      await core.database.close();
    }
  },
};

interface OperatorRequest {
  person: { email: string; name: string; locale: Locale };
  password: string | null;
  wantsLink: boolean;
}

/** What the command line asks for. @throws UsageError, and StartError for a password that cannot be read or is too short */
export async function requestOf(args: readonly string[], terminal: Terminal): Promise<OperatorRequest> {
  const given = optionsOf(args, {
    email: { type: "string" },
    name: { type: "string" },
    locale: { type: "string" },
    "password-file": { type: "string" },
    link: { type: "boolean" },
  });
  const person = personOf(given);
  const file = given["password-file"];
  return { person, password: file === undefined ? null : await passwordFrom(file, terminal), wantsLink: given.link ?? false };
}

/** Does it, and returns the lines that say what was done. @throws StartError when the account is suspended, or the password easy to guess */
export async function appoint(core: Pick<Core, "database" | "env">, { person, ...rest }: OperatorRequest): Promise<string[]> {
  const appointment = await appointOperator(core, { ...person, ...rest }).catch((error: unknown) => {
    if (!(error instanceof DomainError)) throw error;
    throw new StartError("the password is one of those that guessers try first: choose another. Nothing was changed");
  });
  if (appointment.outcome === "suspended")
    throw new StartError(`the account of ${person.email} is suspended: another operator can reinstate it on the console's page "Platform"`);
  return reportOf(appointment, person, core.env);
}

interface Given {
  email?: string | undefined;
  name?: string | undefined;
  locale?: string | undefined;
}

function personOf({ email, name, locale = "fr" }: Given): { email: string; name: string; locale: Locale } {
  const person = signUpInput.safeParse({ email, name });
  if (!person.success) {
    const wrong = person.error.issues[0]?.path[0];
    throw new UsageError(wrong === "email" ? "--email needs the person's address" : "--name needs the person's name, on one line");
  }
  const language = localeSchema.safeParse(locale);
  if (!language.success) throw new UsageError(`--locale is fr or en, not "${locale}"`);
  return { ...person.data, locale: language.data };
}

/** The first line. */
async function passwordFrom(file: string, terminal: Terminal): Promise<string> {
  const text = file === "-" ? await terminal.readInput() : await readFile(file, "utf8").catch(() => null);
  if (text === null) throw new StartError(`${file} cannot be read: correct --password-file`);
  const password = passwordSchema.safeParse(text.split(/\r?\n/, 1)[0]);
  if (!password.success) throw new StartError("the password must have 12 to 200 characters: nothing was changed");
  return password.data;
}

function reportOf(
  { name, isNewAccount, wasOperator, password, link }: Extract<Appointment, { outcome: "appointed" }>,
  { email, locale }: { email: string; locale: Locale },
  env: Env,
): string[] {
  const lines = [
    isNewAccount ? `Created the account of ${name} <${email}>.` : `The account of ${name} <${email}> exists.`,
    wasOperator ? "It was an operator already." : "It is an operator now.",
  ];
  if (password === "set") lines.push("Its password is set.");
  if (password === "kept") lines.push("Its password was not changed.");
  if (link) {
    const query = faceQuery({ clientId: ADMIN_CLIENT_ID, chosenLocale: locale }, { code: link.code });
    // Pages of the hub have the id of a sign-in in their address. This one belongs to no sign-in.
    const page = `${env.ARCHIPEL_PUBLIC_URL.replace(/\/$/, "")}${stepPath(randomBytes(16).toString("base64url"))}/${link.purpose}?${query}`;
    lines.push(
      `To choose the password, open this link within ${link.purpose === "confirm" ? "24 hours" : "one hour"}. It works once:`,
      `  ${page}`,
    );
  }
  lines.push(`Sign in at ${env.ARCHIPEL_ADMIN_URL}`);
  return lines;
}
