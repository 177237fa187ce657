import { type AccountExport, accountExportStatus } from "@archipel/contracts/identity.ts";
import { locale as localeSchema } from "@archipel/contracts/text.ts";
import type { Person } from "../../../kernel/actor.ts";
import { audit } from "../../../kernel/audit.ts";
import type { Core } from "../../../kernel/core.ts";
import { DomainError } from "../../../kernel/domain-error.ts";
import { isDatabaseAway } from "../../../kernel/refusal.ts";
import { sendExported } from "../../notifications/service/address-mails.ts";
import { lockAccount } from "../queries/accounts.ts";
import { brandOf, siteOrConsole } from "../service/sites.ts";
import { archiveOf } from "./compose/archive.ts";
import {
  deleteExpiredArchives,
  failAttempt,
  latestExport,
  readyArchive,
  sectionsOf,
  storeArchive,
  takeWaiting,
  type WaitingExport,
} from "./queries.ts";

const DAY = 86_400_000;
/** How long an archive can be downloaded. */
const KEPT_DAYS = 7;
const MOST_ATTEMPTS = 3;
/** Larger archives are not kept in the database: the person is asked to write to the operator. */
const MOST_BYTES = 64 * 1024 * 1024;

type Row = NonNullable<Awaited<ReturnType<typeof latestExport>>>;

function exportOf({ id, status, createdAt, readyAt, expiresAt }: Row): AccountExport {
  const mayAskAt = new Date(createdAt.getTime() + DAY);
  return { id, status: accountExportStatus.parse(status), createdAt, readyAt, expiresAt, mayAskAt };
}

/** The latest export of the caller's data; null before the first, and after it expired. */
export async function ownExport(core: Core, actor: Person): Promise<AccountExport | null> {
  const row = await core.database.withSystem((tx) => latestExport(tx, actor.userId));
  return row && (row.expiresAt === null || row.expiresAt > new Date()) ? exportOf(row) : null;
}

/** Asks for an archive of the caller's data, at most once a day. */
export function requestExport(core: Core, actor: Person, clientId: string | undefined): Promise<AccountExport> {
  return core.database.withSystem(async (tx) => {
    // Of concurrent calls, only one finds no export of today.
    await lockAccount(tx, actor.userId);
    const last = await latestExport(tx, actor.userId);
    if (last && last.status !== "failed" && last.createdAt.getTime() > Date.now() - DAY) throw new DomainError("too-many", "export-lately");
    const row = await tx.accountExport.create({ data: { userId: actor.userId, clientId: clientId ?? "" }, omit: { archive: true } });
    const { userId } = actor;
    await audit(tx, { communityId: null, actorId: userId, resourceType: "user", resourceId: userId, action: "account.export-requested" });
    return exportOf(row);
  });
}

/** Makes the archives that wait, one after the other. @returns their number */
export async function makeExports(core: Core): Promise<number> {
  for (let made = 0; ; made++) if (!(await makeNext(core))) return made;
}

async function makeNext(core: Core): Promise<boolean> {
  const now = new Date();
  const expiresAt = new Date(now.getTime() + KEPT_DAYS * DAY);
  const state: { taken: WaitingExport | null } = { taken: null };
  try {
    await core.database.sqlAs({ role: "system" }, async (sql) => {
      const taken = await takeWaiting(sql);
      state.taken = taken;
      if (!taken) return;
      const person = { name: taken.name, locale: localeOf(taken) };
      const archive = await archiveOf(await sectionsOf(sql, taken.userId), person, now);
      if (archive.length > MOST_BYTES) throw new Error(`an archive of ${archive.length} bytes`);
      await storeArchive(sql, taken.id, archive, expiresAt);
    });
  } catch (error) {
    // An outage counts as no attempt.
    if (!state.taken || isDatabaseAway(error)) throw error;
    const { id } = state.taken;
    core.log.error({ err: error, export: id }, "archive of an account was not made");
    await core.database.withSystem((tx) => failAttempt(tx, id, MOST_ATTEMPTS));
    // Tried again at the next time of the schedule.
    return false;
  }
  if (!state.taken) return false;
  await notify(core, state.taken, expiresAt);
  return true;
}

const localeOf = ({ locale }: WaitingExport) => localeSchema.catch("fr").parse(locale);

async function notify(core: Core, made: WaitingExport, expiresAt: Date): Promise<void> {
  const { clientId, email, name } = made;
  const locale = localeOf(made);
  const site = await siteOrConsole(core, clientId);
  const path = site.name === null ? "/account" : `/${locale}/account`;
  const link = `${site.origin}${path}#data`;
  await sendExported(core, { to: email, locale, brand: brandOf(site, locale), name, expiresAt, link }).catch((error: unknown) =>
    core.log.error({ err: error }, "mail of an archive was not sent"),
  );
}

/** @throws DomainError when it is not the caller's, or has expired */
export async function archiveToSend(core: Core, userId: string, exportId: string): Promise<Buffer> {
  const row = await core.database.withSystem((tx) => readyArchive(tx, userId, exportId));
  if (!row?.archive) throw new DomainError("not-found", "export-not-found");
  return Buffer.from(row.archive);
}

/** Deletes archives that can no longer be downloaded. */
export function sweepExports(core: Core): Promise<number> {
  return core.database.withSystem((tx) => deleteExpiredArchives(tx));
}
