import type { roles } from "@archipel/contracts/members.ts";
import { datasetKinds } from "./tenancy-world.ts";

type Audience = "everyone" | "signed-in" | (typeof roles)[number] | "operator" | "self";
/** The kinds of rows that each audience reaches: roles in their own community, `everyone`, `signed-in` and `operator` in both. */
export type Rule = Partial<Record<Audience, readonly string[]>>;
export interface Declared {
  select: Rule;
  update: Rule;
  delete: Rule;
  insert: Rule;
}

const nobody: Rule = {};
export const secret: Declared = { select: nobody, update: nobody, delete: nobody, insert: nobody };
const managed = (select: Rule, kinds: readonly string[]): Declared => ({
  select,
  update: { manager: kinds },
  delete: { manager: kinds },
  insert: { manager: ["row"] },
});
const byContributors: Declared = {
  select: { contributor: ["row"] },
  update: { contributor: ["row"] },
  delete: { contributor: ["row"] },
  insert: { contributor: ["row"] },
};
const readableDatasets: Rule = { everyone: ["public"], member: ["members"], contributor: ["private", "draft"] };

/** What each table shows and lets change, by audience. */
export const declared: Record<string, Declared> = {
  users: {
    ...secret,
    // People see themselves; moderators see the people of their community.
    select: { self: ["own"], moderator: ["people"] },
  },
  // Created by the platform; a person sees and deletes their own.
  api_keys: { ...secret, select: { self: ["own"] }, delete: { self: ["own"] } },
  // Registered by the platform, which checks the addresses.
  applications: { ...secret, select: { self: ["own"], manager: ["row"] }, delete: { self: ["own"], manager: ["row"] } },
  application_grants: { ...secret, select: { self: ["own"] } },
  key_uses: { ...secret, select: { self: ["own"], manager: ["row"] }, delete: { self: ["own"] } },
  // Visible to managers, who never delete the row: the audit log shows its name.
  community_keys: { ...managed({ manager: ["row"] }, ["row"]), delete: nobody },
  // A person's own, in communities where they moderate.
  saved_filters: { select: { self: ["own"] }, update: { self: ["own"] }, delete: { self: ["own"] }, insert: { moderator: ["row"] } },
  // An unlisted map is read through its address only. Managers look after the maps of others, but never see their drafts.
  saved_maps: {
    select: { everyone: ["published"], manager: ["unlisted"], self: ["own"] },
    update: { manager: ["unlisted", "published"], self: ["own"] },
    delete: { manager: ["unlisted", "published"], self: ["own"] },
    insert: { member: ["row"] },
  },
  // Counts alone; nobody reads what distinguishes visitors.
  visit_counts: { ...secret, select: { manager: ["row"] } },
  visit_secrets: secret,
  visit_marks: secret,
  // Read by a function that everyone may call, by the host of a portal.
  portal_openings: secret,
  content_changes: secret,
  // Visitors read what is published; a draft is another version.
  site_pages: managed({ everyone: ["published"], manager: ["draft"] }, ["draft", "published"]),
  site_page_versions: managed({ everyone: ["published"], manager: ["draft"] }, ["draft", "published"]),
  site_page_previews: managed({ manager: ["row"] }, ["row"]),
  site_media: managed({ everyone: ["live"], member: ["archived"] }, ["live", "archived"]),
  site_parts: managed({ everyone: ["live"], member: ["archived"] }, ["live", "archived"]),
  site_redirects: managed({ everyone: ["live"], member: ["archived"] }, ["live", "archived"]),
  // A portal without alerts says nothing; what was published is never deleted or changed.
  portal_alerts: { ...managed({ everyone: ["live"] }, ["live"]), delete: nobody },
  alerts: { ...managed({ everyone: ["published"], manager: ["draft"] }, ["draft", "published"]), delete: { manager: ["draft"] } },
  alert_revisions: { ...secret, select: { everyone: ["published"] }, insert: { manager: ["row"] } },
  // Read by the job that makes pages of them.
  site_old_homes: secret,
  one_time_codes: secret,
  second_factors: secret,
  recovery_codes: secret,
  passkeys: secret,
  passkey_challenges: secret,
  answer_keys: secret,
  sign_in_providers: secret,
  linked_identities: secret,
  provider_sign_ins: secret,
  hub_sessions: secret,
  oidc_payloads: secret,
  try_counters: secret,
  mails: secret,
  account_exports: secret,
  // Visitors have no row of their own: the service proves who takes an area.
  cloud_extracts: secret,
  // The platform shows them, to managers also of a closed community, and to operators.
  community_exports: secret,
  community_imports: secret,
  search_entries: secret,
  search_names: secret,
  search_parts: secret,
  search_words: secret,
  search_layers: secret,
  communities: {
    select: { member: ["row"], operator: ["row"] },
    update: { manager: ["row"], operator: ["row"] },
    delete: nobody,
    insert: { operator: ["row"] },
  },
  memberships: {
    select: { self: ["own"], moderator: ["people"] },
    update: { manager: ["people"] },
    delete: { manager: ["people"] },
    insert: { manager: ["row"] },
  },
  invitations: {
    select: { manager: ["row"] },
    update: { manager: ["row"] },
    delete: { manager: ["row"] },
    // Operators invite the first manager of a community.
    insert: { manager: ["row"], operator: ["row"] },
  },
  // Written by the platform, because a stranger sees nothing of a community.
  member_requests: { ...secret, select: { self: ["own"], manager: ["row"] }, update: { manager: ["row"] } },
  // Never deleted: the history shows them. People read theirs through functions that judge them.
  grants: { ...managed({ manager: ["row"] }, ["row"]), delete: nobody },
  groups: managed({ manager: ["row"] }, ["row"]),
  // Joined by the link of an invitation, which the platform checks; left at will.
  group_members: { ...secret, select: { self: ["own"], manager: ["row"] }, delete: { self: ["own"], manager: ["row"] } },
  group_invitations: managed({ manager: ["row"] }, ["row"]),
  // Written by the platform; their own people are tried in modules/organisations/row-level-security.test.ts.
  organisations: { ...secret, select: { manager: ["row"], operator: ["row"] } },
  organisation_members: { ...secret, select: { self: ["own"] } },
  organisation_invitations: secret,
  organisation_agreements: { ...secret, select: { manager: ["row"] } },
  access_requests: { ...secret, select: { self: ["own"], manager: ["row"] }, update: { manager: ["row"] } },
  portals: managed({ everyone: ["live"], member: ["archived"] }, ["live", "archived"]),
  // Claimed and given up by managers; only the platform, which asks DNS, changes a row.
  portal_domains: { ...managed({ manager: ["row"] }, ["row"]), update: nobody },
  portal_hosts: managed({ everyone: ["row"] }, ["row"]),
  portal_datasets: managed({ everyone: ["live"], member: ["archived"] }, ["live", "archived"]),
  saved_themes: managed({ manager: ["row"] }, ["row"]),
  // Managers share none; their community may take back what an operator shared.
  portal_templates: {
    select: { manager: ["own"], "signed-in": ["shared"] },
    update: { manager: ["own"] },
    delete: { manager: ["own", "shared"] },
    insert: { manager: ["row"] },
  },
  datasets: managed(readableDatasets, datasetKinds),
  layers: { ...managed(readableDatasets, datasetKinds), insert: nobody },
  layer_answers: managed(readableDatasets, datasetKinds),
  portal_answers: managed({ everyone: ["live"], member: ["archived"] }, ["live", "archived"]),
  // A draft is for managers until a second one publishes it.
  answer_overrides: managed({ everyone: ["published"], manager: ["draft"] }, ["draft", "published"]),
  // Added to, never changed.
  answer_rule_events: { ...secret, select: { manager: ["row"] }, insert: { manager: ["row"] } },
  answer_examples: managed({ manager: ["row"] }, ["row"]),
  // Found by the platform, by portal and id: nobody lists them.
  answer_links: secret,
  // Only written by the job of a publication.
  dataset_attachments: { ...managed(readableDatasets, datasetKinds), insert: nobody },
  // Written by publications and restorations; an earlier one is deleted, never changed.
  cloud_revisions: { select: readableDatasets, update: nobody, delete: { manager: datasetKinds }, insert: { manager: ["row"] } },
  elevation_revisions: { select: readableDatasets, update: nobody, delete: { manager: datasetKinds }, insert: { manager: ["row"] } },
  // Written by the job that makes the model.
  elevation_models: { ...managed(readableDatasets, datasetKinds), insert: nobody, delete: nobody },
  layer_revisions: { select: readableDatasets, update: nobody, delete: nobody, insert: { manager: ["row"] } },
  layer_updates: managed({ manager: ["row"] }, ["row"]),
  uploads: byContributors,
  upload_layers: byContributors,
  // Only the job writes the rows of a table of addresses; contributors settle them.
  address_rows: { ...byContributors, insert: nobody },
  // Only the check's job writes findings.
  upload_findings: { ...secret, select: { contributor: ["row"] } },
  // Each save of a model is written once.
  validation_models: managed({ contributor: ["row"] }, ["row"]),
  validation_model_versions: { ...secret, select: { contributor: ["row"] }, insert: { manager: ["row"] } },
  // Contributors start and delete checks; only the check's job writes its findings.
  checks: { ...byContributors, update: nobody },
  check_findings: { ...secret, select: { contributor: ["row"] } },
  // Undone repairs are kept, so that the recipe of an earlier check stays known.
  upload_repairs: { ...byContributors, delete: nobody },
  jobs: byContributors,
  // Written once. Only the job writes the result of a run.
  job_logs: { ...secret, select: { contributor: ["row"] }, insert: { contributor: ["row"] } },
  processing_runs: { ...secret, select: { contributor: ["row"] }, insert: { contributor: ["row"] } },
  edit_rules: {
    select: { contributor: ["row"] },
    update: { manager: ["row"] },
    delete: { manager: ["row"] },
    insert: { manager: ["row"] },
  },
  quality_rules: {
    select: { contributor: ["row"] },
    update: { manager: ["row"] },
    delete: { manager: ["row"] },
    insert: { manager: ["row"] },
  },
  // Only the platform computes figures.
  quality_sheets: { ...secret, select: readableDatasets },
  feature_confirmations: {
    select: { contributor: ["row"] },
    update: { contributor: ["row"] },
    delete: nobody,
    insert: { contributor: ["row"] },
  },
  // People without a community can rate too, so the platform writes all ratings. Only moderators see hidden comments.
  dataset_ratings: {
    select: { everyone: ["shown"], moderator: ["hidden"] },
    update: { moderator: ["shown", "hidden"] },
    delete: nobody,
    insert: nobody,
  },
  quality_labels: managed({ everyone: ["row"] }, ["row"]),
  // Awarded and withdrawn by the platform; a manager may withhold one.
  quality_label_awards: {
    select: readableDatasets,
    update: { manager: datasetKinds },
    delete: nobody,
    insert: { manager: ["row"] },
  },
  // A person's own vote only; the platform counts them.
  quality_label_votes: { select: { self: ["own"] }, update: { self: ["own"] }, delete: { self: ["own"] }, insert: { member: ["row"] } },
  // Only the author sees a draft; all contributors see a submitted contribution, and moderators decide on it.
  contributions: {
    select: { self: ["own"], contributor: ["submitted"], moderator: ["proposed"] },
    update: { self: ["own"], moderator: ["submitted"] },
    delete: { self: ["own"] },
    insert: { contributor: ["row"] },
  },
  contribution_edits: {
    select: { self: ["own"], contributor: ["submitted"] },
    update: { self: ["own"], moderator: ["submitted"] },
    delete: { self: ["own"], moderator: ["submitted"] },
    insert: { moderator: ["row"] },
  },
  // A person's own import and its changes; only the job writes the changes.
  edit_imports: { select: { self: ["own"] }, update: { self: ["own"] }, delete: { self: ["own"] }, insert: { contributor: ["row"] } },
  edit_import_rows: { ...secret, select: { self: ["own"] }, delete: { self: ["own"] } },
  contribution_reviews: { select: { contributor: ["submitted"] }, update: nobody, delete: nobody, insert: { moderator: ["row"] } },
  contribution_comments: { select: { contributor: ["submitted"] }, update: nobody, delete: nobody, insert: { contributor: ["row"] } },
  // A community's settings for reports are on public pages.
  report_settings: managed({ everyone: ["row"] }, ["row"]),
  report_themes: managed({ everyone: ["row"] }, ["row"]),
  // Everyone reads what is published on a live portal. Visitors send reports through the service, in the worker's scope.
  reports: {
    select: { everyone: ["published"], moderator: ["row", "held"] },
    update: { moderator: ["row", "published", "held"] },
    delete: nobody,
    insert: nobody,
  },
  // Moderators change only the review of a message and its reason, never its words.
  report_entries: {
    select: { everyone: ["published"], moderator: ["row", "held"] },
    update: nobody,
    delete: nobody,
    insert: { moderator: ["row"] },
  },
  report_pairs_apart: { select: { moderator: ["row"] }, update: nobody, delete: { moderator: ["row"] }, insert: { moderator: ["row"] } },
  report_files: {
    select: { everyone: ["published"], moderator: ["row", "held"] },
    update: { moderator: ["row", "waiting", "published", "held"] },
    delete: nobody,
    insert: nobody,
  },
  // Members write the audit log, managers read it, a person and the operators what concerns the account; nobody changes it.
  audit_entries: {
    select: { manager: ["row"], self: ["own"], operator: ["own"] },
    update: nobody,
    delete: nobody,
    insert: { member: ["row"], operator: ["row"] },
  },
  // Visible only to their person; the platform creates them.
  notices: { select: { self: ["own"] }, update: { self: ["own"] }, delete: nobody, insert: nobody },
  notice_preferences: { select: { self: ["own"] }, update: { self: ["own"] }, delete: nobody, insert: { member: ["row"] } },
  // People follow what they see, also without a membership; nothing of it is changed afterwards.
  // By the signed links of mails only.
  guest_follows: secret,
  follows: { select: { self: ["own"] }, update: nobody, delete: { self: ["own"] }, insert: { "signed-in": ["row"] } },
  object_references: secret,
  released_objects: secret,
  outbox_readers: secret,
  outbox_retries: secret,
  outbox_events: { select: nobody, update: nobody, delete: nobody, insert: { member: ["row"], operator: ["row"] } },
};
