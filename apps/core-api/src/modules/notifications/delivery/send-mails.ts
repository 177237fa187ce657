import type { Core } from "../../../kernel/core.ts";
import { type DueMail, mailLater, takeDueMails } from "../queries/due-mails.ts";
import { isWritten } from "./addresses.ts";
import { noticeMail } from "./notice-mail.ts";

const BATCH = 200;
const MOST_ATTEMPTS = 10;
const MOST_SECONDS = 6 * 3600;

/**
 * Sends the mails of notices that are due. Due notices of one person and one community are one mail; those of a guest, one for each report. A news item is a mail of its own. A failed mail is sent again after 1,
 * 2, 4 … minutes, ten times; the notice stays in the app in any case.
 */
export async function sendDueMails(core: Core): Promise<void> {
  for (let isMore = true; isMore; ) {
    const due = await core.database.sqlAs({ role: "system" }, (sql) => takeDueMails(sql, BATCH));
    isMore = due.length === BATCH;
    for (const [first, ...rest] of grouped(due)) {
      if (first) await send(core, first, [first, ...rest]);
    }
  }
}

function grouped(due: readonly DueMail[]): DueMail[][] {
  const groups = new Map<string, DueMail[]>();
  for (const mail of due) {
    // A guest follows each report by a link of its own.
    const subject = isWritten(mail.subjectType) ? mail.id : mail.name === null ? mail.subjectId : "";
    const key = `${mail.to} ${mail.communityId} ${mail.portalId} ${subject}`;
    groups.set(key, [...(groups.get(key) ?? []), mail]);
  }
  return [...groups.values()];
}

async function send(core: Core, first: DueMail, all: readonly DueMail[]): Promise<void> {
  try {
    await core.mailer.send(await noticeMail(core.env, first, all));
  } catch (error) {
    core.log.error({ err: error, notices: all.length, attempts: first.attempts }, "mail of notices not sent");
    const seconds = first.attempts < MOST_ATTEMPTS ? Math.min(60 * 2 ** (first.attempts - 1), MOST_SECONDS) : null;
    await core.database.sqlAs({ role: "system" }, (sql) =>
      mailLater(
        sql,
        all.map(({ id }) => id),
        seconds,
      ),
    );
  }
}
