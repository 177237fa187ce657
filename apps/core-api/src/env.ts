import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { isIP } from "node:net";
import path from "node:path";
import { z } from "zod";
import { SettingsError } from "./start-error.ts";

/** Whether a setting is the address of a DNS server, with or without a port. */
function isServerAddress(text: string): boolean {
  const [, inBrackets, before] = /^(?:\[([^\]]+)\]|([^:]+))(?::\d{1,5})?$/.exec(text) ?? [];
  return isIP(inBrackets ?? before ?? text) !== 0;
}

/** A list in one setting, separated by commas. */
const listOf = (isValid: (text: string) => boolean, message: string) =>
  z
    .string()
    .default("")
    .transform((text) => text.split(",").flatMap((one) => one.trim() || []))
    .refine((all) => all.every(isValid), message);

/** The only reader of process.env in core-api. `docs/operators/settings.md` explains each setting. */
const schema = z.object({
  HOST: z.string().default("127.0.0.1"),
  PORT: z.coerce.number().int().default(4000),
  /** Whether several processes listen on the port: the system spreads connections over them. */
  PORT_SHARED: z.enum(["yes", "no"]).default("no"),
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
  DATABASE_URL: z.url().optional(),
  /** The same database without a pooler in between, for what a session hears; absent: DATABASE_URL. */
  DATABASE_LISTEN_URL: z.url().optional(),
  /** A streaming replica of that server, which answers reads of tiles, features and pages; absent: the server answers all. */
  DATABASE_REPLICA_URL: z.url().optional(),
  DATABASE_POOL: z.coerce.number().int().min(2).default(10),
  ARCHIPEL_DATA: z.string().default(".archipel"),
  ARCHIPEL_SECRET: z.string().min(32).optional(),
  /** Where browsers reach this server (the identity hub's issuer). */
  ARCHIPEL_PUBLIC_URL: z.url().default("http://localhost:4000"),
  ARCHIPEL_ADMIN_URL: z.url().default("http://localhost:3001"),
  /** Address of a new portal; `{slug}` is replaced. Its scheme and port hold for every portal host. */
  ARCHIPEL_PORTAL_URL: z
    .string()
    .regex(/^https?:\/\/\{slug\}\.[a-z0-9.-]+(:\d+)?$/, "must look like https://{slug}.example.org")
    .default("http://{slug}.localhost:3000"),
  /** Whether a start migrates a server's database, or expects `npm run migrate` to have been run. */
  ARCHIPEL_MIGRATE: z.enum(["start", "never"]).default("never"),
  /** A port on which a worker answers `/health`, `/ready` and `/metrics`; absent: it listens to nothing. */
  ARCHIPEL_WORKER_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
  /** Where traces are sent, by OTLP over HTTP; absent: none are made. */
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url().optional(),
  OTEL_SERVICE_NAME: z.string().optional(),
  ARCHIPEL_PROCESS: z.enum(["all", "api", "worker"]).default("all"),
  /** Jobs at a time in this process; absent: 3, or 2 on the embedded database. Jobs of one community leave one place free. */
  JOBS_AT_ONCE: z.coerce.number().int().min(2).max(64).optional(),
  /** What one job may use, its attempts together; the processor time and the wall time grow with each megabyte that it reads. */
  JOB_CPU_SECONDS: z.coerce.number().positive().default(600),
  JOB_CPU_SECONDS_A_MEGABYTE: z.coerce.number().min(0).default(8),
  JOB_SECONDS: z.coerce.number().positive().default(7200),
  JOB_SECONDS_A_MEGABYTE: z.coerce.number().min(0).default(8),
  JOB_CHILDREN: z.coerce.number().int().min(1).default(5000),
  UPLOAD_MAX_BYTES: z.coerce
    .number()
    .int()
    .default(2 * 1024 ** 3),
  /** Uploads under way, and their bytes: of a person in all communities, and of a community. */
  UPLOADS_PER_PERSON: z.coerce.number().int().min(1).default(100),
  UPLOADS_PER_COMMUNITY: z.coerce.number().int().min(1).default(300),
  UPLOAD_BYTES_PER_PERSON: z.coerce
    .number()
    .int()
    .default(10 * 1024 ** 3),
  UPLOAD_BYTES_PER_COMMUNITY: z.coerce
    .number()
    .int()
    .default(40 * 1024 ** 3),
  /** Bytes of the disk of ARCHIPEL_DATA that uploads leave free. */
  STORAGE_RESERVE_BYTES: z.coerce
    .number()
    .int()
    .min(0)
    .default(1024 ** 3),
  /** Bytes that prepared downloads may take from the disk of ARCHIPEL_DATA. */
  STORAGE_DOWNLOADS_BYTES: z.coerce
    .number()
    .int()
    .min(0)
    .default(10 * 1024 ** 3),
  /** Maximum number of open pages of one IP address that receive live events at the same time. Others show changes after a reload. */
  EVENTS_PER_ADDRESS: z.coerce.number().int().min(1).default(200),
  SMTP_URL: z.url().optional(),
  MAIL_FROM: z.string().default("Archipel <no-reply@archipel.localhost>"),
  S3_ENDPOINT: z.url().optional(),
  S3_BUCKET: z.string().optional(),
  S3_REGION: z.string().default("us-east-1"),
  S3_ACCESS_KEY: z.string().optional(),
  S3_SECRET_KEY: z.string().optional(),
  /** A service that finds addresses which no layer names; absent: none is asked. */
  GEOCODER_URL: z.url({ protocol: /^https?$/ }).optional(),
  GEOCODER_KIND: z.enum(["ban", "photon", "nominatim"]).default("ban"),
  GEOCODER_ATTRIBUTION: z.string().max(200).default(""),
  /** DNS servers that are asked for the proofs of portals' own domains, separated by commas; empty: those of the machine. */
  DOMAINS_DNS_SERVERS: listOf(isServerAddress, "must be addresses of DNS servers, such as 192.0.2.53 or [2001:db8::53]:53"),
  /** The IP addresses to which the top of a domain points, separated by commas; empty: those of the portals' own addresses. */
  DOMAINS_ADDRESSES: listOf((text) => isIP(text) !== 0, "must be IP addresses"),
  /** Where a TLS server asks whether a name may have a certificate: a port, or an address and a port; absent: nowhere. */
  DOMAINS_ASK: z
    .string()
    .regex(
      /^((\d{1,3}\.){3}\d{1,3}:|\[[0-9a-f:]+\]:|localhost:)?\d{2,5}$/,
      "must be a port, or an address and a port such as 127.0.0.1:4090",
    )
    .optional(),
  /** Hosts of identity providers that may have private addresses and plain http, separated by commas; others are refused. */
  SIGN_IN_INTERNAL_HOSTS: listOf(
    (text) => /^[a-z0-9.-]+(:\d{1,5})?$/.test(text) || /^\[[0-9a-f:]+\](:\d{1,5})?$/.test(text),
    "must be hosts in small letters, each with its port if the address has one, such as idp.intranet:8443",
  ),
  ARCHIPEL_BASEMAP_PMTILES: z.string().optional(),
  ARCHIPEL_BASEMAP_STYLE_URL: z.url().optional(),
});

export type Env = Omit<z.infer<typeof schema>, "ARCHIPEL_SECRET"> & {
  /** Root of all derived keys (cookies, client secrets): 32 characters at least, stable over restarts. */
  ARCHIPEL_SECRET: string;
};

/** The names of all settings. */
export const settingNames: readonly string[] = Object.keys(schema.shape);

/** The variables of this process, for commands that read further ones from a file. */
export function environment(): Record<string, string | undefined> {
  return { ...process.env };
}

/** The file of the basemap: built at set-up by `archipel-server build-basemap`, or another that the operator names. */
export function basemapFileOf({
  ARCHIPEL_BASEMAP_PMTILES: named,
  ARCHIPEL_DATA: folder,
}: Pick<Env, "ARCHIPEL_BASEMAP_PMTILES" | "ARCHIPEL_DATA">): string {
  return named ?? path.join(folder, "basemap.pmtiles");
}

export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const filled = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(filled);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(({ path: [name], message }) => `${String(name)} (${message})`);
    throw new SettingsError(`settings are wrong: ${wrong.join(", ")}. docs/operators/settings.md explains each`);
  }
  return { ...parsed.data, ARCHIPEL_SECRET: parsed.data.ARCHIPEL_SECRET ?? localSecret(parsed.data) };
}

/** Embedded instances keep a secret of their own beside the data; a server must be given one, shared by its processes. */
function localSecret(env: z.infer<typeof schema>): string {
  if (env.DATABASE_URL) throw new SettingsError("with DATABASE_URL, ARCHIPEL_SECRET must be set (32 random characters or more)");
  const file = path.join(env.ARCHIPEL_DATA, "secret");
  if (!existsSync(file)) {
    mkdirSync(env.ARCHIPEL_DATA, { recursive: true });
    writeFileSync(file, randomBytes(32).toString("base64url"), { mode: 0o600 });
  }
  return readFileSync(file, "utf8");
}

/** What a start says about settings that are right on one machine, and dangerous where others can reach it. */
export function exposureWarnings(
  env: Pick<Env, "HOST" | "NODE_ENV" | "SMTP_URL" | "ARCHIPEL_PUBLIC_URL" | "ARCHIPEL_ADMIN_URL" | "ARCHIPEL_PORTAL_URL">,
): string[] {
  const isLocal = (host: string) => /^(127\.|::1$|\[::1\]$|localhost$|.*\.localhost$)/.test(host);
  const warnings: string[] = [];
  const open = !isLocal(env.HOST) ? "HOST" : !isLocal(new URL(env.ARCHIPEL_PUBLIC_URL).hostname) ? "ARCHIPEL_PUBLIC_URL" : null;
  if (open && !env.SMTP_URL)
    warnings.push(
      `${open}=${env[open]} is open to other machines without SMTP_URL: no mail is sent, so nobody can confirm an address or reset a password. Set SMTP_URL.`,
    );
  for (const name of ["ARCHIPEL_PUBLIC_URL", "ARCHIPEL_ADMIN_URL", "ARCHIPEL_PORTAL_URL"] as const) {
    const address = new URL(env[name].replace("{slug}", "slug"));
    if (env.NODE_ENV === "production" && address.protocol === "http:" && !isLocal(address.hostname))
      warnings.push(
        `${name} begins with http: in production: passwords and sessions travel unencrypted. Serve it by https: and change the setting.`,
      );
  }
  return warnings;
}
