import { PERSON_COLUMNS, partsOf } from "../erasure/policy.ts";

/** How long the rows of a table are kept. */
export type Retention =
  | {
      /** They go with the account, the community or the record that they belong to. */
      with: "account" | "community" | "record";
      why?: string;
    }
  | {
      /** A sweep deletes them, some days after a moment. */
      days: number;
      /** The moment that the days are counted from, in words. */
      from: string;
      /** SQL, of a row `t`: the same moment; null for a row that is kept. */
      since: string;
      /** The function of `jobs/upkeep.ts`. */
      sweep: string;
      /** The table with which the rows go, by a foreign key. */
      through?: string;
      /** The sweep does not delete the row, but takes this out of it. */
      empties?: string;
    };

const kept = (is: "account" | "community" | "record", why?: string): Retention => ({ with: is, ...(why && { why }) });
const swept = (days: number, from: string, since: string, sweep: string, rest: { through?: string; empties?: string } = {}): Retention => ({
  ...{ days, from, since, sweep },
  ...rest,
});

/** Days, for the sweeps of this folder and for the table below. */
export const DAYS = {
  /** Managers see until then that nobody took an invitation. */
  invitations: 30,
  requests: 365,
  /** Both sides see until then why an agreement ended. */
  agreements: 365,
  notices: 365,
  /** Notices to people without an account, who see no list of them. */
  guestNotices: 30,
  mails: 30,
  previews: 30,
  keys: 365,
  editImports: 30,
  unconfirmed: 30,
  reporters: 365,
  networks: 365,
} as const;

/** SQL: an account `t` that was signed up for, never confirmed, and that nothing names but its codes. Imported people have rows. */
export const IS_UNCONFIRMED = `t.email_verified_at IS NULL AND t.password_hash IS NULL AND NOT t.is_operator AND t.status = 'active'`;
export const IS_NAMED_NOWHERE = PERSON_COLUMNS.filter(({ column }) => column !== "one_time_codes.user_id")
  .map((rule) => `NOT EXISTS (SELECT FROM ${partsOf(rule).table} x WHERE x.${partsOf(rule).name} = t.id)`)
  .join(" AND ");

const decided = "CASE WHEN t.status <> 'open' THEN coalesce(t.decided_at, t.created_at) END";
const work = kept("community", "who did the work is part of its history; the id of an erased person names nobody");
const draft = kept("record", "with what it is about");

/** Every table with personal or pseudonymous columns. `jobs/retention.test.ts` fails for a table that is not here, and runs each sweep. */
export const RETENTION: Readonly<Record<string, readonly Retention[]>> = {
  users: [
    kept("account", "its person deletes it at any time"),
    swept(0, "the end of the fourteen days after a request to delete it", "t.deletion_at", "eraseDueAccounts"),
    swept(
      DAYS.unconfirmed,
      "the sign-up, of an address that nobody confirmed",
      `CASE WHEN ${IS_UNCONFIRMED} AND ${IS_NAMED_NOWHERE} THEN t.created_at END`,
      "sweepUnconfirmed",
    ),
  ],
  memberships: [kept("account", "or until the person leaves the community")],
  member_requests: [kept("record", "an open request waits for its answer"), swept(DAYS.requests, "the decision", decided, "sweepRequests")],
  access_requests: [kept("record", "an open request waits for its answer"), swept(DAYS.requests, "the decision", decided, "sweepRequests")],
  invitations: [swept(DAYS.invitations, "the end of the invitation", "t.expires_at", "sweepInvitations")],
  group_invitations: [swept(DAYS.invitations, "the end of the invitation", "t.expires_at", "sweepInvitations")],
  organisation_invitations: [swept(DAYS.invitations, "the end of the invitation", "t.expires_at", "sweepInvitations")],
  organisation_agreements: [
    kept("record", "while it holds, or waits for an answer"),
    swept(DAYS.agreements, "the end of the agreement or the refusal", "t.ended_at", "sweepAgreements"),
  ],
  organisation_members: [kept("account", "or until the person leaves the organisation")],
  group_members: [kept("account", "or until the person leaves the group")],
  grants: [
    kept("record", "while the right holds"),
    swept(365, "the end or the revocation of the right", "least(t.revoked_at, t.valid_until)", "sweepGrants"),
  ],
  second_factors: [kept("account", "or until the person removes the app")],
  recovery_codes: [kept("account", "or until their use")],
  passkeys: [kept("account", "or until the person removes the passkey")],
  passkey_challenges: [swept(0, "the end of the challenge, five minutes", "t.expires_at", "forgetExpired")],
  linked_identities: [kept("account", "or until the person unlinks the institution")],
  one_time_codes: [swept(0, "the end of the code", "t.expires_at", "forgetExpired")],
  provider_sign_ins: [swept(0, "the end of the sign-in or of its session", "t.expires_at", "forgetExpired")],
  oidc_payloads: [swept(0, "the end of the session, the grant or the token", "t.expires_at", "forgetExpired")],
  hub_sessions: [
    swept(
      0,
      "the end of the session",
      "CASE WHEN NOT EXISTS (SELECT FROM oidc_payloads s WHERE s.uid = t.session_uid AND s.model = 'Session' AND s.expires_at > now()) THEN t.last_used_at END",
      "forgetExpired",
      { through: "oidc_payloads" },
    ),
  ],
  try_counters: [swept(0, "the end of the count, a day at most", "t.ends_at", "forgetExpired")],
  account_exports: [
    swept(
      0,
      "seven days after the archive was made, or thirty after it was asked for",
      "least(t.expires_at, t.created_at + interval '30 days')",
      "sweepExports",
    ),
  ],
  mails: [swept(DAYS.mails, "the sending; only the mailbox of the embedded mode keeps mails", "t.created_at", "sweepMails")],
  api_keys: [kept("account", "or until the person deletes the key"), swept(DAYS.keys, "the end of the key", "t.expires_at", "sweepKeys")],
  community_keys: [kept("community", "the journal shows the names of revoked keys")],
  key_uses: [swept(367, "the day", "t.day::timestamptz", "sweepUses")],
  applications: [kept("record", "until its owner deletes it, and with the account of a person")],
  application_grants: [
    swept(0, "the end of what was allowed", "(SELECT p.expires_at FROM oidc_payloads p WHERE p.id = t.grant_key)", "forgetExpired", {
      through: "oidc_payloads",
    }),
  ],
  saved_filters: [kept("account")],
  follows: [kept("account", "or until the person no longer follows")],
  guest_follows: [
    kept("record", "until the person no longer follows, by the link of each mail"),
    swept(
      3,
      "the request, if the address was not confirmed",
      "CASE WHEN t.confirmed_at IS NULL THEN t.created_at END",
      "sweepGuestFollows",
    ),
  ],
  notices: [
    swept(DAYS.notices, "the notification", "t.created_at", "sweepNotices"),
    swept(
      DAYS.guestNotices,
      "the notification, to people without an account",
      "CASE WHEN t.person_id IS NULL THEN t.created_at END",
      "sweepNotices",
    ),
  ],
  notice_preferences: [kept("account")],
  visit_marks: [swept(1, "the beginning of the day", "t.day::timestamptz", "forgetVisitors")],
  audit_entries: [
    kept("community", "the journal says who did what; the id of an erased person names nobody"),
    swept(DAYS.networks, "the entry", "CASE WHEN t.summary ? 'network' THEN t.created_at END", "forgetNetworks", {
      empties: "the IP network",
    }),
  ],
  outbox_events: [swept(7, "the event", "t.created_at", "forgetOldEvents")],
  reports: [
    kept("record", "until moderators delete it"),
    swept(DAYS.reporters, "the end of the report", "CASE WHEN t.author_email IS NOT NULL THEN t.closed_at END", "sweepReporters", {
      empties: "the address of a reporter without an account",
    }),
  ],
  report_entries: [draft],
  report_files: [
    draft,
    swept(1, "the upload, of a file without a report", "CASE WHEN t.report_id IS NULL THEN t.created_at END", "sweepWaitingFiles"),
  ],
  report_pairs_apart: [draft],
  report_themes: [kept("community")],
  cloud_extracts: [
    swept(
      0,
      "the end of the download, or thirty days after an extract that failed",
      "CASE WHEN t.expires_at IS NOT NULL THEN t.expires_at WHEN t.status NOT IN ('waiting', 'progress') THEN t.created_at + interval '30 days' END",
      "sweepExtracts",
    ),
  ],
  community_exports: [swept(0, "the end of the download", "t.expires_at", "sweepCommunityExports")],
  community_imports: [
    swept(7, "the upload of the copy", "CASE WHEN t.status NOT IN ('running', 'waiting') THEN t.created_at END", "sweepImports"),
  ],
  edit_imports: [
    kept("account", "an import that was taken over says where a contribution comes from"),
    swept(
      DAYS.editImports,
      "the upload, of an import that was not taken over",
      "CASE WHEN t.taken_at IS NULL THEN t.created_at END",
      "sweepEditImports",
    ),
  ],
  layer_updates: [
    work,
    swept(
      30,
      "the upload, of an update that was not applied",
      "CASE WHEN t.revision IS NULL AND NOT EXISTS (SELECT FROM jobs j WHERE j.subject_id = t.id AND j.status IN ('waiting', 'progress')) THEN t.created_at END",
      "sweepUpdates",
    ),
  ],
  site_page_previews: [swept(DAYS.previews, "the end of the link", "t.expires_at", "sweepPreviews")],
  dataset_ratings: [kept("account")],
  quality_label_votes: [kept("account")],
  saved_maps: [kept("record", "until its owner or a manager deletes it")],
  communities: [kept("community")],
  portals: [kept("community")],
  datasets: [kept("record", "the published contact of the dataset, until a producer changes it")],
  alert_revisions: [work],
  alerts: [work],
  answer_examples: [work],
  answer_overrides: [work],
  answer_rule_events: [work],
  checks: [work],
  cloud_revisions: [work],
  contribution_comments: [work],
  contribution_reviews: [work],
  contributions: [work],
  elevation_revisions: [work],
  feature_confirmations: [work],
  jobs: [work],
  layer_revisions: [work],
  processing_runs: [work],
  quality_label_awards: [work],
  site_media: [work],
  site_page_versions: [work],
  site_pages: [work],
  site_parts: [work],
  upload_repairs: [work],
  uploads: [work],
  validation_model_versions: [work],
};
