/** Where a URL points, without its password. */
interface Target {
  role: string;
  database: string;
  server: string;
}

function targetOf(url: string): Target {
  const { username, hostname, port, pathname } = new URL(url);
  const role = decodeURIComponent(username);
  return { role, database: decodeURIComponent(pathname.slice(1)) || role, server: `${hostname || "localhost"}:${port || "5432"}` };
}

/** By code: those of PostgreSQL while it accepts a connection, of the network, and of TLS. */
const SENTENCES: Record<string, (target: Target, message: string) => string> = {
  "28P01": ({ role, server }) =>
    `the database server ${server} refuses the password of role "${role}": correct DATABASE_URL, or set the role's password there (ALTER ROLE … PASSWORD)`,
  "28000": ({ role, server }, message) =>
    `the database server ${server} does not admit role "${role}" (${message}): create the role, or allow it in pg_hba.conf`,
  "3D000": ({ role, database, server }) =>
    `the database server ${server} has no database "${database}": create it there (CREATE DATABASE ${database} OWNER ${role}), or correct DATABASE_URL`,
  "53300": ({ server }) =>
    `the database server ${server} has no connection left: lower DATABASE_POOL or the number of processes, or raise max_connections there`,
  "57P03": ({ server }, message) => `the database server ${server} does not accept connections yet (${message}): try again in a moment`,
  ECONNREFUSED: ({ server }) => `nothing listens at ${server}: start PostgreSQL, or correct host and port of DATABASE_URL`,
  ENOTFOUND: ({ server }) => `the host of DATABASE_URL (${server}) has no address: correct its name, or the name servers of this machine`,
  EAI_AGAIN: ({ server }) => `the host of DATABASE_URL (${server}) could not be looked up: check the name servers of this machine`,
  ETIMEDOUT: ({ server }) =>
    `the database server ${server} does not answer: check the network and the firewalls between it and this machine`,
  EHOSTUNREACH: ({ server }) => `the database server ${server} cannot be reached: check the network and the firewalls`,
  ENETUNREACH: ({ server }) => `the database server ${server} cannot be reached: this machine has no route to it`,
  ECONNRESET: ({ server }) => `the database server ${server} closed the connection: check its log, and whether a proxy is between`,
};

const TLS = /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_.*|CERT_.*|ERR_TLS_.*)$/;

/** By message, where the driver has no code. */
const MESSAGES: [RegExp, (target: Target, message: string) => string][] = [
  [/password must be a string/, ({ role }) => `DATABASE_URL has no password, and the server requires one for role "${role}": add it`],
  [
    /does not support SSL/,
    ({ server }) => `the database server ${server} does not offer TLS: remove sslmode from DATABASE_URL, or enable TLS there`,
  ],
  [/timeout|terminated unexpectedly/i, (target, message) => SENTENCES.ETIMEDOUT?.(target, message) ?? message],
];

/**
 * What to correct when a connection could not be opened, in one sentence; null for other errors. It never contains the password.
 *
 * @param url the connection string that was used
 */
export function connectionFailure(error: unknown, url: string): string | null {
  if (!(error instanceof Error)) return null;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const target = targetOf(url);
  const byCode = SENTENCES[code];
  if (byCode) return byCode(target, error.message);
  if (TLS.test(code))
    return `the certificate of the database server ${target.server} is not accepted (${error.message}): correct sslmode or sslrootcert of DATABASE_URL`;
  return code === "" ? (MESSAGES.find(([pattern]) => pattern.test(error.message))?.[1](target, error.message) ?? null) : null;
}
