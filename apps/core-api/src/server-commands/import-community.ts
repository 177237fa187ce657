import { stat } from "node:fs/promises";
import path from "node:path";
import type { CommunityImport, ImportFindings } from "@archipel/contracts/communities-transfer.ts";
import { translator } from "@archipel/i18n/translator.ts";
import { composeCore } from "../compose.ts";
import { readEnv } from "../env.ts";
import { importCommunities } from "../jobs/communities.ts";
import type { Core } from "../kernel/core.ts";
import { DomainError } from "../kernel/domain-error.ts";
import { addImport, discardImport, listImports, startImport } from "../modules/communities/imports/service.ts";
import { StartError } from "../start-error.ts";
import { exitCodes, type ServerCommand, UsageError } from "./command.ts";
import { optionsOf } from "./options.ts";

export const command: ServerCommand = {
  help: `archipel-server import-community --file FILE --operator ADDRESS [--slug OLD=NEW]… [--yes]

Checks the copy of a community that another Archipel wrote, and prints what an import would do. With --yes it imports: people without an
account get one without a password, and identifiers are kept. Nothing of this platform is replaced. core-api may run meanwhile.

  --operator  the address of the operator in whose name the journal keeps it
  --slug      another address for the community or a portal whose own is taken here
  --yes       imports; without it, nothing is written`,
  async run(args, terminal) {
    const wanted = requestOf(args);
    const core = await composeCore({ ...readEnv(terminal.settings), LOG_LEVEL: "silent" }, "archipel-server");
    try {
      // An import queues no job: what it derives is found by the schedule of core-api.
      for (const line of await importFile({ ...core, queue: { enqueue: async () => {} } }, wanted)) terminal.out.write(`${line}\n`);
      return exitCodes.done;
    } finally {
      await core.database.close();
    }
  },
};

interface ImportRequest {
  file: string;
  operator: string;
  slugs: Record<string, string>;
  isConfirmed: boolean;
}

/** @throws UsageError */
export function requestOf(args: readonly string[]): ImportRequest {
  const given = optionsOf(args, {
    file: { type: "string" },
    operator: { type: "string" },
    slug: { type: "string", multiple: true },
    yes: { type: "boolean" },
  });
  if (!given.file) throw new UsageError("--file needs the ZIP of the community");
  if (!given.operator) throw new UsageError("--operator needs the address of an operator");
  const slugs: Record<string, string> = {};
  for (const pair of given.slug ?? []) {
    const [, old, chosen] = /^([^=]+)=([^=]+)$/.exec(pair) ?? [];
    if (!old || !chosen) throw new UsageError(`--slug is OLD=NEW, not "${pair}"`);
    slugs[old] = chosen;
  }
  return { file: given.file, operator: given.operator, slugs, isConfirmed: given.yes ?? false };
}

/** Inspects the file, imports it when that is confirmed, and returns the lines that say so. @throws StartError for a refusal */
export async function importFile(core: Core, { file, operator, slugs, isConfirmed }: ImportRequest): Promise<string[]> {
  const person = await core.database.withSystem((tx) =>
    tx.user.findFirst({ where: { email: operator.toLowerCase(), isOperator: true, status: "active" }, select: { id: true } }),
  );
  if (!person) throw new StartError(`${operator} is no operator of this platform`);
  const actor = { userId: person.id, isOperator: true, isSuspended: false };
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) throw new StartError(`${file} cannot be read: correct --file`);
  const { key, size } = await core.storage.putFile(file);
  const { id } = await addImport(core, actor, { objectKey: key, fileName: path.basename(file), size });
  const inspected = await settled(core, id);
  if (inspected.status !== "inspected" || !inspected.found) {
    await discardImport(core, id);
    throw new StartError(`the file is refused. ${sentenceOf(inspected)} Nothing was written`);
  }
  const lines = linesOf(inspected.found);
  if (!isConfirmed) {
    await discardImport(core, id);
    return [...lines, "Nothing was written. Run the command again with --yes to import."];
  }
  try {
    await startImport(core, actor, id, slugs);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await discardImport(core, id);
    throw new StartError(`${sayIn(error.code, error.params)} Nothing was written`);
  }
  const done = await settled(core, id);
  if (done.status !== "done") throw new StartError(`the import failed, and what it wrote is removed. ${sentenceOf(done)}`);
  return [...lines, `Imported. Its members sign in at ${core.env.ARCHIPEL_ADMIN_URL}`];
}

/** Runs what waits until this import has ended: another process may have taken it. */
async function settled(core: Core, id: string): Promise<CommunityImport> {
  for (;;) {
    await importCommunities(core);
    const row = (await listImports(core)).find((one) => one.id === id);
    if (!row) throw new StartError('the import was forgotten meanwhile, on the console\'s page "Platform"');
    if (!["inspecting", "waiting", "running"].includes(row.status)) return row;
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
}

function linesOf({ community, platform, writtenAt, tables, layers, features, objects, people, slugs, domains }: ImportFindings): string[] {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return [
    `${community.name} (${community.slug}), as it was on ${writtenAt.slice(0, 10)} at ${platform}`,
    `  ${rows} rows in ${tables.length} tables`,
    `  ${layers} layers with ${features} features`,
    `  ${objects.count} files${objects.missing > 0 ? `; ${objects.missing} were missing on the other platform` : ""}`,
    `  ${people.known} people have an account here, ${people.created} get one`,
    ...slugs
      .filter(({ isTaken }) => isTaken)
      .map(({ slug, kind }) => `  The address of the ${kind} "${slug}" is taken: --slug ${slug}=NEW`),
    ...(domains.length > 0 ? [`  Domains that need a new proof: ${domains.join(", ")}`] : []),
  ];
}

const sentenceOf = ({ error }: CommunityImport) => (error ? sayIn(error.code, error.params) : "");

function sayIn(code: string, params: Record<string, string | number>): string {
  const t = translator("en", "errors");
  const key = code as Parameters<typeof t>[0];
  return t.has(key) ? t(key, params) : code;
}
