import { type ColumnClass, type ColumnClasses, TABLES_WITHOUT_PEOPLE } from "./others/policy.ts";
import { PEOPLE_COLUMNS } from "./people/policy.ts";

/** Every table of the database. `policy.test.ts` fails for a table or a column that is not here, and for one that no longer exists. */
export const COLUMN_CLASSES: ColumnClasses = { ...PEOPLE_COLUMNS, ...TABLES_WITHOUT_PEOPLE };

/** Personal and pseudonymous columns that the deletion of an account leaves, and why. */
export const NOT_ERASED: Readonly<Record<string, string>> = {
  "audit_entries.resource_id": "the journal says what a line is about; the id of an erased person names nobody",
  "community_imports.found": "the import of a community by operators goes after a week",
  "community_imports.choices": "the import of a community by operators goes after a week",
  "datasets.contact_email": "a community publishes the contact of a dataset: it is its to change",
  "datasets.contact_name": "a community publishes the contact of a dataset: it is its to change",
  "datasets.contacts": "a community publishes the contacts of a dataset: they are its to change",
  "organisation_agreements.ended_reason": "written for a community or an organisation, without a name; goes a year after the end",
  "organisation_agreements.message": "written for a community or an organisation, without a name; goes a year after the end",
  "outbox_events.payload": "ids of persons for the readers of events, which go after a week",
  "report_files.sender_hash": "a keyed hash that no account refers to; a file without a report goes after a day",
  "try_counters.key": "a keyed hash of an address or a network, which goes when its count ends, after a day at most",
  "visit_marks.mark": "a keyed hash whose secret goes with its day",
};

/** Personal and pseudonymous columns that are not in the archive of a person's data, and why. */
export const NOT_IN_ARCHIVE: Readonly<Record<string, string>> = {
  "account_exports.archive": "it is the archive itself",
  "alerts.updated_by_id": "the revisions of alerts and the journal say what the person wrote",
  "cloud_extracts.sender_hash": "a keyed hash, beside the id of the person in the same row",
  "communities.frozen_by_id": "the journal says what an operator did",
  "community_imports.choices": "people of another platform, for the operators who import their community",
  "community_imports.found": "people of another platform, for the operators who import their community",
  "dataset_ratings.hidden_by_id": "the journal says what a moderator did",
  "datasets.contact_email": "a community publishes it: everyone reads it in the catalogue",
  "datasets.contact_name": "a community publishes it: everyone reads it in the catalogue",
  "datasets.contacts": "a community publishes them: everyone reads them in the catalogue",
  "grants.revoked_by_id": "the journal says what a manager did",
  "mails.html": "only the mailbox of the embedded mode keeps mails, which the person has received",
  "mails.recipient": "only the mailbox of the embedded mode keeps mails, which the person has received",
  "mails.subject": "only the mailbox of the embedded mode keeps mails, which the person has received",
  "mails.text": "only the mailbox of the embedded mode keeps mails, which the person has received",
  "one_time_codes.email": "a code that waits for its use, for some days at most; the person asked for it by mail",
  "passkey_challenges.user_id": "what a passkey must sign at a sign-in, for five minutes",
  "one_time_codes.user_id": "a code that waits for its use, for some days at most; the person asked for it by mail",
  "organisation_agreements.ended_reason": "nothing says which manager wrote it; both sides read it with the agreement",
  "organisation_agreements.message": "nothing says which manager wrote it; both sides read it with the agreement",
  "outbox_events.payload": "ids for the readers of events, which the rows themselves say in the archive",
  "portals.frozen_by_id": "the journal says what an operator did",
  "recovery_codes.user_id": "the codes are secret; the section of the second factor says that there is one",
  "report_files.sender_hash": "a keyed hash that nobody can turn back into a person",
  "site_pages.updated_by_id": "the versions of pages say what the person wrote",
  "try_counters.key": "a keyed hash that nobody can turn back into a person",
  "visit_marks.mark": "a keyed hash that nobody can turn back into a person",
};

/** The columns of a table by class; all of them, where the table has one class. */
export function classesOf(table: string): [column: string, is: ColumnClass][] {
  const classes = COLUMN_CLASSES[table];
  if (classes === undefined || typeof classes === "string") return [];
  return Object.entries(classes).flatMap(([is, names]) => names.split(" ").map((name): [string, ColumnClass] => [name, is as ColumnClass]));
}

/** Every column that is personal or pseudonymous, as `table.column`. */
export const aboutPeople: readonly string[] = Object.keys(COLUMN_CLASSES).flatMap((table) =>
  classesOf(table).flatMap(([column, is]) => (is === "personal" || is === "pseudonymous" ? [`${table}.${column}`] : [])),
);
