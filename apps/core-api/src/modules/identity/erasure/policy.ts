/** Days between the request and the deletion of an account, in which a sign-in keeps it. */
export const GRACE_DAYS = 14;

/**
 * What happens to a row when its person's account is deleted:
 * - `goes`: the row is the person's alone and is deleted (by its foreign key, or by the erasure)
 * - `emptied`: the row stays, and the column becomes null
 * - `kept`: the row stays, because the history of data or a decision needs an author. The id then names nobody: it is a pseudonym
 */
type AtErasure = "goes" | "emptied" | "kept";

/** Rows about a person, and how the archive shows them. */
interface PersonRows {
  column: `${string}.${string}`;
  /** The file of the archive that lists these rows. */
  section: string;
  /** The columns that the archive shows; the others are about other people. By default all but secrets. */
  only?: readonly string[];
}

interface PersonColumn extends Omit<PersonRows, "section"> {
  at: AtErasure;
  /** Null: the rows say nothing about the person that the archive does not say elsewhere. */
  section: string | null;
}

/** Every column that holds the id of a person. `person-columns.test.ts` fails for a column of the database that is not here. */
export const PERSON_COLUMNS: readonly PersonColumn[] = [
  { column: "memberships.user_id", at: "goes", section: "memberships" },
  { column: "member_requests.user_id", at: "goes", section: "requests" },
  // Rights that a person was given, and asked for; who gave, revoked or decided stays in the history of the data.
  { column: "grants.user_id", at: "goes", section: "rights-given" },
  { column: "grants.given_by_id", at: "kept", section: "rights-given-by", only: ["id", "community_id", "dataset_id", "created_at"] },
  { column: "grants.revoked_by_id", at: "kept", section: null },
  { column: "group_members.user_id", at: "goes", section: "groups" },
  {
    column: "group_invitations.invited_by_id",
    at: "kept",
    section: "group-invitations-sent",
    only: ["id", "community_id", "group_id", "created_at", "expires_at"],
  },
  { column: "organisation_members.user_id", at: "goes", section: "organisations" },
  {
    column: "organisation_invitations.invited_by_id",
    at: "kept",
    section: "organisation-invitations-sent",
    only: ["id", "organisation_id", "role", "created_at", "expires_at"],
  },
  { column: "access_requests.user_id", at: "goes", section: "access-requests" },
  {
    column: "access_requests.decided_by_id",
    at: "kept",
    section: "access-requests-decided",
    only: ["id", "community_id", "dataset_id", "status", "answer", "decided_at"],
  },
  {
    column: "member_requests.decided_by_id",
    at: "kept",
    section: "requests-decided",
    only: ["id", "community_id", "status", "answer", "decided_at"],
  },
  {
    column: "invitations.invited_by_id",
    at: "kept",
    section: "invitations-sent",
    only: ["id", "community_id", "role", "created_at", "expires_at"],
  },
  { column: "cloud_extracts.user_id", at: "goes", section: "areas-of-point-clouds" },
  { column: "account_exports.user_id", at: "goes", section: "exports" },
  { column: "one_time_codes.user_id", at: "goes", section: null },
  { column: "second_factors.user_id", at: "goes", section: "second-factor" },
  { column: "recovery_codes.user_id", at: "goes", section: null },
  { column: "passkeys.user_id", at: "goes", section: "passkeys" },
  { column: "passkey_challenges.user_id", at: "goes", section: null },
  { column: "linked_identities.user_id", at: "goes", section: "identities" },
  { column: "provider_sign_ins.user_id", at: "goes", section: "sign-ins-at-institutions" },
  { column: "hub_sessions.user_id", at: "goes", section: "browsers" },
  { column: "api_keys.user_id", at: "goes", section: "keys" },
  { column: "applications.owner_id", at: "goes", section: "applications" },
  {
    column: "applications.created_by_id",
    at: "emptied",
    section: "applications-registered",
    only: ["id", "community_id", "name", "created_at"],
  },
  { column: "application_grants.user_id", at: "goes", section: "applications-allowed" },
  { column: "key_uses.user_id", at: "goes", section: "key-uses" },
  { column: "community_keys.created_by_id", at: "goes", section: "community-keys" },
  { column: "saved_filters.user_id", at: "goes", section: "filters" },
  { column: "follows.person_id", at: "goes", section: "follows" },
  { column: "saved_maps.owner_id", at: "emptied", section: "maps" },
  // What a person wrote for a portal is in the versions; the page, the menus and the legal pages only say who changed them last.
  { column: "site_page_versions.author_id", at: "emptied", section: "pages" },
  { column: "site_pages.updated_by_id", at: "emptied", section: null },
  { column: "alert_revisions.author_id", at: "emptied", section: "alerts" },
  { column: "alerts.updated_by_id", at: "emptied", section: null },
  {
    column: "site_parts.updated_by_id",
    at: "emptied",
    section: "menus-and-legal-pages",
    only: ["portal_id", "part", "community_id", "updated_at"],
  },
  { column: "site_page_previews.created_by_id", at: "emptied", section: "page-previews" },
  { column: "site_media.uploaded_by_id", at: "emptied", section: "pictures" },
  { column: "notices.person_id", at: "goes", section: "notifications" },
  { column: "notice_preferences.person_id", at: "goes", section: "mail-preferences" },
  { column: "dataset_ratings.user_id", at: "goes", section: "ratings" },
  { column: "dataset_ratings.hidden_by_id", at: "emptied", section: null },
  { column: "quality_label_votes.user_id", at: "goes", section: "label-votes" },
  { column: "quality_label_awards.by_id", at: "kept", section: "label-decisions" },
  { column: "feature_confirmations.confirmed_by_id", at: "kept", section: "confirmations" },
  { column: "reports.author_id", at: "emptied", section: "reports" },
  { column: "reports.assignee_id", at: "emptied", section: "reports-assigned", only: ["id", "community_id", "number"] },
  { column: "report_entries.author_id", at: "kept", section: "report-messages" },
  { column: "report_pairs_apart.author_id", at: "emptied", section: "report-pairs" },
  { column: "contributions.author_id", at: "kept", section: "contributions" },
  {
    column: "contributions.decided_by_id",
    at: "kept",
    section: "contributions-decided",
    only: ["id", "community_id", "status", "decided_at"],
  },
  { column: "contribution_reviews.reviewer_id", at: "kept", section: "reviews" },
  { column: "contribution_comments.author_id", at: "kept", section: "comments" },
  { column: "edit_imports.author_id", at: "goes", section: "imports" },
  { column: "layer_revisions.author_id", at: "kept", section: "revisions" },
  { column: "cloud_revisions.author_id", at: "kept", section: "tile-revisions" },
  { column: "elevation_revisions.author_id", at: "kept", section: "height-revisions" },
  { column: "layer_updates.author_id", at: "emptied", section: "updates" },
  { column: "uploads.created_by_id", at: "kept", section: "uploads" },
  { column: "upload_repairs.author_id", at: "kept", section: "repairs" },
  { column: "checks.created_by_id", at: "kept", section: "checks" },
  { column: "jobs.created_by_id", at: "kept", section: "jobs" },
  { column: "processing_runs.created_by_id", at: "kept", section: "processings" },
  {
    column: "validation_model_versions.author_id",
    at: "emptied",
    section: "models",
    only: ["model_id", "version", "community_id", "created_at"],
  },
  { column: "answer_overrides.author_id", at: "kept", section: "answer-rules" },
  { column: "answer_overrides.reviewer_id", at: "kept", section: "answer-rules-reviewed", only: ["id", "community_id", "rule_key"] },
  { column: "answer_rule_events.actor_id", at: "kept", section: "answer-rule-events" },
  { column: "answer_examples.author_id", at: "kept", section: "answer-examples" },
  { column: "communities.frozen_by_id", at: "emptied", section: null },
  { column: "portals.frozen_by_id", at: "emptied", section: null },
  {
    column: "community_exports.requested_by_id",
    at: "kept",
    section: "community-copies",
    only: ["id", "community_id", "created_at", "expires_at"],
  },
  {
    column: "community_imports.requested_by_id",
    at: "kept",
    section: "community-imports",
    only: ["id", "file_name", "status", "created_at", "finished_at"],
  },
  { column: "audit_entries.actor_id", at: "kept", section: "journal" },
];

/** Lists of ids of persons: the erasure takes the id out, and the archive says in which rows it was. */
export const PERSON_LISTS: readonly PersonRows[] = [
  { column: "report_themes.moderator_ids", section: "report-themes-moderated", only: ["id", "community_id", "name"] },
];

/** Columns that repeat names or ids inside of JSON, which `eraseRows` takes out by statements of its own. */
export const REWRITTEN_COLUMNS: readonly string[] = ["audit_entries.summary", "notices.params", "oidc_payloads.payload"];

/** Columns that look as if they held a person, and do not. */
export const OTHER_COLUMNS: readonly string[] = [
  // What a row is about.
  "audit_entries.organisation_id",
  "community_imports.target_id",
  "content_changes.subject",
  "jobs.subject_id",
  "key_uses.key_id",
  "notices.subject_id",
  "object_references.owner_id",
  "outbox_events.community_id",
  // Which private link opens a portal.
  "portals.link_key",
  "reports.request_id",
  "search_layers.communes_from",
  "upload_layers.layer_id",
];

/** Columns with addresses of people, and what the erasure does with those of the person. */
export const ADDRESS_COLUMNS: Readonly<Record<string, "goes" | "emptied" | "content">> = {
  "users.email": "goes",
  "one_time_codes.email": "goes",
  "linked_identities.email": "goes",
  // Of a person without an account, it goes after half an hour.
  "provider_sign_ins.email": "goes",
  "invitations.email": "goes",
  "group_invitations.email": "goes",
  "organisation_invitations.email": "goes",
  "mails.recipient": "goes",
  "notices.email": "goes",
  "guest_follows.email": "goes",
  "reports.author_email": "emptied",
  // A community publishes the contact of a dataset: it is its to change.
  "datasets.contact_email": "content",
};

/** What the archive shows of rows that know the person by their address alone. */
export const ADDRESS_SECTIONS: readonly PersonRows[] = [
  {
    column: "invitations.email",
    section: "invitations-received",
    only: ["id", "community_id", "email", "role", "territory", "words", "created_at", "expires_at"],
  },
  {
    column: "group_invitations.email",
    section: "group-invitations-received",
    only: ["id", "community_id", "group_id", "email", "created_at", "expires_at"],
  },
  {
    column: "organisation_invitations.email",
    section: "organisation-invitations-received",
    only: ["id", "organisation_id", "email", "role", "created_at", "expires_at"],
  },
  { column: "guest_follows.email", section: "follows-by-mail" },
  { column: "notices.email", section: "notifications-by-mail" },
  { column: "reports.author_email", section: "reports-by-mail" },
];

/** Columns that never leave the database. */
export const SECRETS: readonly string[] = [
  "secret_hash",
  "sealed_secret",
  "code_hash",
  "state_hash",
  "browser_hash",
  "password_hash",
  "archive",
  "follow_hash",
  "sender_hash",
  "previous_hash",
  "grant_id",
  "grant_key",
  "session_uid",
  "credential_id",
  "public_cose",
];

/** The table and the name of a column. */
export function partsOf({ column }: Pick<PersonColumn, "column">): { table: string; name: string } {
  const [table = "", name = ""] = column.split(".");
  return { table, name };
}
