/**
 * What a table, or a column, is when its community leaves the platform:
 * - `exported`: in the file, and written again by the import
 * - `derived`: made again from what is exported
 * - `platform`: of this platform alone, such as its queue, or addresses that it serves
 * - `secret`: never leaves the database
 */
export type Fate = "exported" | "derived" | "platform" | "secret";

export interface TableRule {
  is: Fate;
  /** For an exported table, its exported columns. */
  columns?: string;
  /** Its other columns. */
  not?: Readonly<Record<string, Exclude<Fate, "exported">>>;
  /** SQL: the rows that are exported, of table `t`; by default all. */
  rows?: string;
  /** SQL: what the import writes into columns that are not exported and need a value. */
  filled?: Readonly<Record<string, string>>;
  /** SQL: the order of the rows; by default their primary key. */
  order?: string;
  /** Columns that triggers change, and that the import sets last. */
  last?: readonly string[];
  /** The import reads nothing from it: what it says is only for people. */
  isForPeople?: true;
  /** Why it is not exported, or only in part. */
  why?: string;
}

const derived = (why: string): TableRule => ({ is: "derived", why });
const platform = (why: string): TableRule => ({ is: "platform", why });
const secret = (why: string): TableRule => ({ is: "secret", why });
const exported = (columns: string, rest: Omit<TableRule, "is" | "columns"> = {}): TableRule => ({ is: "exported", columns, ...rest });

const ENDED_JOB = "t.status NOT IN ('waiting', 'progress')";
const ofKeptUpload = "EXISTS (SELECT FROM uploads u WHERE u.id = t.upload_id AND u.object_key IS NOT NULL)";
const ofReadyLayer = (column: string) => `EXISTS (SELECT FROM layers l WHERE l.id = ${column} AND l.status = 'ready')`;
const ofMember = (column: string) => `EXISTS (SELECT FROM memberships m WHERE m.user_id = ${column})`;

/** Every table of the database. `tables.test.ts` fails for a table or a column that is not here. */
export const TABLES: Readonly<Record<string, TableRule>> = {
  communities: exported("id slug name description accepts_requests trusted_domains trusted_role created_at", {
    not: {
      plan: "platform",
      status: "platform",
      status_before: "platform",
      status_reason: "platform",
      storage_quota_bytes: "platform",
      second_factor_from: "platform",
      identity_from: "platform",
      identity_providers: "platform",
      identity_domains: "platform",
      frozen_at: "platform",
      frozen_by_id: "platform",
      frozen_reason: "platform",
      erase_at: "platform",
      erase_mails: "platform",
    },
    filled: { status: "'importing'" },
    why: "plan, quota and state are agreed with each platform",
  }),
  users: exported("id email name locale", {
    not: {
      password_hash: "secret",
      email_verified_at: "platform",
      status: "platform",
      is_operator: "platform",
      deletion_at: "platform",
      created_at: "platform",
    },
    why: "members, and people who asked for a role; never a password",
  }),
  memberships: exported("id community_id user_id role status territory created_at"),
  member_requests: exported(
    "id community_id user_id portal_id wanted_role reason status granted_role answer decided_by_id decided_at created_at",
  ),
  grants: platform("rights of people and communities of this platform: managers give them again"),
  groups: platform("names for accounts of this platform: managers make them again and invite their people"),
  group_members: platform("accounts of this platform"),
  organisations: platform("of this platform, over its communities"),
  organisation_members: platform("accounts of this platform"),
  organisation_agreements: platform("with organisations of this platform: managers agree again"),
  organisation_invitations: secret("their links belong to this platform: managers invite again"),
  access_requests: platform("questions of people of this platform, for such rights"),
  group_invitations: secret("their links belong to this platform: managers invite again"),
  invitations: secret("their links belong to this platform: managers invite again"),
  community_keys: secret("keys open this platform: managers make new ones"),
  api_keys: secret("keys of persons"),
  key_uses: platform("calls that keys made here"),
  applications: platform("registered at the hub of this platform: managers register them again"),
  application_grants: platform("what people of this platform allow at its hub"),

  portals: exported(
    "id community_id slug name tagline base_theme theme logo_key dark_logo_key icon_key share_key locales view is_view_chosen content show_powered_by status has_start_list start_skipped reporting embedding counts_visits report_review created_at updated_at frozen_at frozen_by_id frozen_reason",
    { not: { status_before: "platform", link_key: "secret", erase_at: "platform", erase_mails: "platform" } },
  ),
  portal_hosts: exported("host portal_id community_id is_primary kind reserved_until", {
    not: { domain_id: "platform" },
    isForPeople: true,
    why: "each platform gives its own addresses; a domain is proved again",
  }),
  portal_domains: exported("id community_id portal_id host created_at", {
    not: {
      state: "platform",
      token: "secret",
      proved_at: "platform",
      checked_at: "platform",
      failing_since: "platform",
      warned_at: "platform",
      next_check_at: "platform",
      found: "platform",
      was_primary: "platform",
    },
    filled: { token: "encode(sha256(uuid_send(gen_random_uuid())), 'hex')" },
    why: "a wish: the new platform asks for a proof of its own",
  }),
  portal_datasets: exported("portal_id dataset_id community_id position is_visible", {
    rows: "EXISTS (SELECT FROM datasets d WHERE d.id = t.dataset_id)",
    why: "datasets that other communities share stay with them",
  }),
  saved_themes: exported("id community_id portal_id name base_theme theme created_at"),
  portal_templates: exported(
    "id community_id name description base_theme theme tagline locales content pictures size created_at updated_at",
    { not: { is_shared: "platform" }, why: "an operator of each platform decides what all communities are offered" },
  ),
  portal_answers: exported("portal_id community_id packs updated_at"),
  answer_overrides: exported(
    "id portal_id community_id pack pack_version rule_key change state author_id reviewer_id alone_reason updated_at",
  ),
  answer_rule_events: exported("id portal_id community_id pack pack_version rule_key act change alone_reason actor_id created_at"),
  answer_examples: exported("id portal_id community_id pack rule_key label place expected author_id created_at"),
  answer_links: exported("portal_id id community_id place made_on opened_on printed_on"),
  site_pages: exported(
    "id community_id portal_id kind slug status revision draft_version_id published_version_id scheduled_version_id published_at publish_at unpublish_at updated_by_id erase_at status_before created_at updated_at first_published_at is_pinned announced_at",
  ),
  site_page_versions: exported("id community_id page_id number kind content completeness note author_id created_at saved_at"),
  site_page_previews: secret("secret links to drafts"),
  site_media: exported("id community_id portal_id name alt is_decorative credit width height size variants uploaded_by_id created_at"),
  site_parts: exported("portal_id part community_id content revision updated_by_id updated_at"),
  site_redirects: exported("id community_id portal_id path link made_by created_at"),
  site_old_homes: exported("portal_id community_id content converted_at"),
  portal_alerts: exported("portal_id community_id is_kept checked_at"),
  alerts: exported("id community_id portal_id status draft revision published_revision_id updated_by_id created_at updated_at"),
  alert_revisions: exported(
    "id community_id alert_id number kind content area starts_at ends_at note author_id published_at is_sent sent_at begun_at",
  ),
  saved_maps: exported(
    "id community_id portal_id owner_id slug kind status is_proposed title text state chapters preview revision published_at created_at updated_at",
  ),
  visit_counts: exported("portal_id community_id day kind key views"),
  visit_marks: secret("what distinguishes the visitors of a day"),
  visit_secrets: secret("the same"),

  datasets: exported(
    "id community_id slug title language texts abstract licence contact_name contact_email update_frequency keywords topic lineage identifier constraints contacts scale resolution produced_on revised_on is_synthetic visibility is_shared status bbox published_at erase_at status_before created_at updated_at",
    { not: { search_words: "derived" }, why: "the words of the catalogue, from its texts" },
  ),
  dataset_attachments: exported(
    "id community_id dataset_id upload_id layer_id path file_name title media_type size sha256 object_key raster cloud preview_key revision position created_at",
  ),
  cloud_revisions: exported(
    "id community_id attachment_id revision file_name size object_key cloud author_id restores report_number created_at",
    { not: { changes: "derived" }, why: "two revisions are compared again when somebody asks" },
  ),
  elevation_revisions: exported(
    "id community_id attachment_id revision file_name size object_key preview_key raster author_id restores created_at",
  ),
  layers: exported(
    "id community_id dataset_id name title kind table_name geometry_type srid fields style gazetteer texts feature_count bbox min_zoom max_zoom revision position status created_at updated_at",
    { rows: "t.status = 'ready'", why: "a layer that is being built has a job that ends here" },
  ),
  elevation_models: exported(
    "layer_id community_id product method resolution with_shade vertical_srid source_layer_id sources follows brought_at",
    { rows: ofReadyLayer("t.layer_id") },
  ),
  layer_revisions: exported("layer_id revision community_id author_id summary created_at", { rows: ofReadyLayer("t.layer_id") }),
  layer_updates: exported(
    "id community_id layer_id upload_id upload_layer_id author_id file_name way choice restores_revision preview revision created_at",
    { rows: `t.revision IS NOT NULL AND ${ofReadyLayer("t.layer_id")}`, why: "an update that was not applied is compared again" },
  ),
  layer_answers: exported(
    "layer_id community_id model standard_table tags coverage communes area accuracy_m scale_denominator captured stale_after_days documents updated_at",
    { rows: ofReadyLayer("t.layer_id") },
  ),
  edit_rules: exported("dataset_id community_id is_open direct_role approvals territory_counts locked_columns"),
  contributions: exported(
    "id community_id dataset_id author_id title message origin reverts_id status reason edits_version decided_by_id created_at updated_at submitted_at decided_at",
    { last: ["edits_version", "updated_at"], not: { grant_ids: "platform" } },
  ),
  contribution_edits: exported(
    "id community_id contribution_id layer_id operation fid base_version fields has_geometry geom merged_version reason updated_at",
    {
      not: { position: "derived" },
      rows: ofReadyLayer("t.layer_id"),
      order: "t.position",
      why: "their order is kept, and counted again",
    },
  ),
  contribution_reviews: exported("id community_id contribution_id reviewer_id verdict comment edits_version created_at"),
  contribution_comments: exported("id community_id contribution_id edit_id author_id body created_at"),
  edit_imports: exported("id community_id layer_id author_id file_name size object_key choice preview taken_at created_at", {
    rows: ofReadyLayer("t.layer_id"),
  }),
  edit_import_rows: exported("community_id import_id position mark operation is_absent fid base_version fields has_geometry geom", {
    rows: `EXISTS (SELECT FROM edit_imports i WHERE i.id = t.import_id AND ${ofReadyLayer("i.layer_id")})`,
  }),
  quality_rules: exported("dataset_id community_id mandatory_columns"),
  quality_sheets: exported("dataset_id community_id figures revision computed_at confidence_at", {
    not: { stale_since: "derived" },
    filled: { stale_since: "now()" },
    why: "the figures are computed again after the import",
  }),
  quality_labels: exported("id community_id name_fr name_en meaning_fr meaning_en colour rule position created_at"),
  quality_label_awards: exported("id label_id dataset_id community_id state started_at ended_at reason by_id"),
  quality_label_votes: exported("label_id dataset_id user_id community_id is_for voted_at"),
  dataset_ratings: exported("id dataset_id community_id user_id stars comment hidden_at hidden_by_id created_at updated_at"),
  feature_confirmations: exported("layer_id fid community_id confirmed_by_id confirmed_at", { rows: ofReadyLayer("t.layer_id") }),

  uploads: exported(
    "id community_id dataset_id created_by_id file_name size sha256 object_key status driver error record documents rasters clouds document_count recipe_revision read_revision repaired_key repaired_name repaired_lineage choices created_at updated_at",
    { rows: "t.object_key IS NOT NULL", why: "a file that is still arriving is sent again" },
  ),
  upload_layers: exported(
    "id community_id upload_id position name source geometry_type feature_count fields crs chosen_srid encoding extent layer_id",
    { rows: ofKeptUpload },
  ),
  address_rows: derived("searched again from the table of the upload"),
  upload_findings: exported("id community_id upload_id upload_layer_id rule severity feature_index field point params occurrences", {
    rows: ofKeptUpload,
  }),
  upload_repairs: exported(
    "upload_id position community_id revision undone_revision model_key model_version options operation counts author_id created_at",
    { rows: ofKeptUpload },
  ),
  checks: exported(
    "id community_id upload_id model_key model_version model_title options verdict groups previous_id recipe_revision repairs created_by_id created_at finished_at",
    { rows: ofKeptUpload },
  ),
  check_findings: exported(
    "check_id sequence community_id group_number code level file_model table_name field file row feature_id bbox place params repair",
    { rows: `EXISTS (SELECT FROM checks c WHERE c.id = t.check_id AND ${ofKeptUpload.replace("t.", "c.")})` },
  ),
  validation_models: exported("id community_id key version title erase_at created_at updated_at"),
  validation_model_versions: exported("model_id version community_id definition author_id created_at"),
  processing_runs: exported(
    "id community_id processing version parameters sources title format dataset_id layer_id file counts created_by_id created_at finished_at",
  ),
  jobs: exported(
    "id community_id kind subject_id subject dataset_id upload_id input status step done total attempts error created_by_id created_at started_at finished_at",
    {
      not: { turn: "platform", key_id: "platform", spent: "platform" },
      rows: ENDED_JOB,
      why: "a job that runs ends here; keys do not leave",
    },
  ),
  job_logs: exported("community_id job_id attempt level code params at", {
    not: { id: "derived" },
    rows: `EXISTS (SELECT FROM jobs j WHERE j.id = t.job_id AND ${ENDED_JOB.replaceAll("t.", "j.")})`,
    why: "their order is kept, and counted again",
  }),

  report_settings: exported("community_id statuses days_to_answer"),
  report_themes: exported("id community_id name help fields portal_ids moderator_ids position is_active"),
  reports: exported(
    "id request_id community_id number portal_id theme_id status body values place sketch points dataset_id layer_id fid feature_label contribution_id author_id author_email author_locale assignee_id due_at snoozed_until merged_into_id is_hidden review reminded_at created_at updated_at closed_at",
    { not: { follow_hash: "secret" }, why: "secret links of reporters without an account open this platform" },
  ),
  report_entries: exported("id community_id report_id kind is_internal author_id is_reporter review body detail created_at"),
  report_files: exported("id community_id report_id name media_type size width height storage_key thumbnail_key is_hidden created_at", {
    not: { sender_hash: "secret" },
    filled: { sender_hash: "''" },
    rows: "t.report_id IS NOT NULL",
    why: "a file without a report waits for one, here",
  }),
  report_pairs_apart: exported("one_id other_id community_id author_id created_at"),

  follows: exported("id community_id portal_id person_id kind dataset_id place label shape subject_key created_at", {
    rows: ofMember("t.person_id"),
    why: "what people who are no members follow is their own matter",
  }),
  guest_follows: exported("id community_id portal_id kind email locale place label shape subject_key created_at confirmed_at notified_at", {
    rows: "t.confirmed_at IS NOT NULL",
    why: "an address that was not confirmed has agreed to nothing",
  }),
  notices: exported(
    "id community_id person_id email locale portal_id kind params subject_type subject_id needs created_at read_at mailed_at",
    {
      not: { mail_due_at: "platform", mail_attempts: "platform" },
      rows: ofMember("t.person_id"),
      why: "those of members; a mail that waits is sent by this platform",
    },
  ),
  notice_preferences: exported("person_id community_id mail", { rows: ofMember("t.person_id") }),
  saved_filters: exported("id community_id user_id kind name filter created_at"),
  audit_entries: exported("id community_id actor_id action resource_type resource_id summary created_at", {
    not: { key_id: "platform", organisation_id: "platform" },
    why: "keys and organisations do not leave",
  }),

  search_entries: derived("from the layers"),
  search_names: derived("from the layers"),
  search_parts: derived("from the layers"),
  search_words: derived("from the layers"),
  search_layers: derived("from the layers"),
  portal_openings: derived("what portals are opened with"),
  object_references: derived("from the rows that name objects"),

  released_objects: platform("bytes that nothing names"),
  outbox_events: platform("news of this platform"),
  content_changes: platform("which transactions changed public content"),
  outbox_readers: platform("their readers"),
  outbox_retries: platform("the same"),
  community_exports: platform("the copies themselves"),
  community_imports: platform("imports of operators"),
  cloud_extracts: platform("copies of areas, kept for some days"),
  account_exports: secret("copies of a person's data"),
  one_time_codes: secret("codes sent by mail"),
  second_factors: secret("authenticator apps of persons"),
  recovery_codes: secret("what replaces such an app"),
  passkeys: secret("passkeys of persons"),
  passkey_challenges: secret("sign-ins by passkey under way"),
  answer_keys: platform("keys that sign answers of all communities"),
  sign_in_providers: platform("institutions with which people sign in"),
  linked_identities: secret("what persons are there"),
  provider_sign_ins: secret("their sign-ins"),
  hub_sessions: secret("their browsers"),
  oidc_payloads: secret("sessions"),
  try_counters: platform("limits"),
  mails: platform("mails of this platform"),
};

/** The tables in the copy of a community. */
export const exportedTables: readonly string[] = Object.entries(TABLES).flatMap(([name, rule]) => (rule.is === "exported" ? [name] : []));

export function columnsOf(rule: TableRule): string[] {
  return rule.columns?.split(" ") ?? [];
}
