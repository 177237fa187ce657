import type { Core } from "../../../kernel/core.ts";
import { findMail, recentMails } from "../queries/notices.ts";

/** The mails kept on an instance without SMTP, newest first. */
export function keptMails(core: Core) {
  return core.database.withSystem((tx) => recentMails(tx, 100));
}

export function keptMail(core: Core, id: string) {
  return core.database.withSystem((tx) => findMail(tx, id));
}
